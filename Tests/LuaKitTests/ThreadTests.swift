import Testing

@testable import LuaKit

@Suite("States and threads") struct ThreadTests {
  /// A state made here, with a function, is handed over whole.
  private actor Owner {
    private let lua: LuaState
    init(_ lua: sending LuaState) { self.lua = lua }
    func answer(_ expression: String) -> String { lua.answer(expression) }
  }

  @Test func `a state is sent to an actor, and to a task`() async throws {
    let lua = LuaState()
    lua.globals["half"] = .function(try lua.function("half") { call in (call[0].number ?? 0) / 2 })
    let owner = Owner(lua)
    #expect(await owner.answer("half(3)") == "1.5")
    let other = LuaState()
    try other.run("x = 7")
    let task = Task.detached { other.answer("x") }
    #expect(await task.value == "7")
  }

  #if DEBUG
  @Test func `two threads in one state end a debug build`() async {
    await #expect(processExitsWith: .failure) {
      let lua = LuaState()
      lua.globals["elsewhere"] = .function(
        try lua.function("elsewhere") { call in
          let state = try call.state
          Worker { state.globals["x"] = 1 }.join()
        })
      try lua.run("elsewhere()")
    }
  }
  #endif

  @Test func `threads in turn may use one state`() throws {
    let lua = LuaState()
    for i in 1...10 {
      let worker = Worker {
        try lua.run("n = (n or 0) + 1 co = co or coroutine.wrap(function() while true do coroutine.yield() end end) co()")
      }
      worker.join()
      #expect(worker.error == nil && lua.globals["n"].integer == i)
    }
  }

  @Test func `handles of coroutines and of what they await are let go of anywhere`() async throws {
    let census = Census()
    let lua = LuaState()
    try lua.setGlobal("make") { _ in Tracked(census) }
    final class Holder: @unchecked Sendable { var coroutines: [LuaCoroutine] = [] }
    let holder = Holder()
    for _ in 0..<100 {
      let coroutine = try lua.makeCoroutine(lua.load("local x = make() coroutine.yield(x)"))
      try coroutine.resume()
      holder.coroutines.append(coroutine)
    }
    lua.globals["drop"] = .function(
      try lua.function("drop") { _ in
        Worker { holder.coroutines = [] }.join()
      })
    #expect(census.alive == 100)
    try lua.run("drop()")
    lua.collectGarbage()
    #expect(census.alive == 0)
  }
}
