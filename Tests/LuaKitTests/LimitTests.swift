import PolyakPlatform
import Testing

@testable import LuaKit

@Suite struct `Limits` {
  @Test func `a stack overflow in Lua is an error, and the state goes on`() throws {
    let lua = LuaState()
    let error = try #require(throws: LuaError.self) { try lua.run("local function f() return 1 + f() end; f()", name: "=t") }
    #expect(error.message.hasPrefix("t:1: stack overflow"))
    #expect(error.kind == .runtime)
    #expect(lua.answer("1 + 1") == "2")
  }

  @Test func `a recursion through Swift is an error, and the state goes on`() throws {
    let lua = LuaState()
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call()) }
    let error = try #require(throws: LuaError.self) { try lua.run("local function f() return apply(f) end; f()", name: "=t") }
    #expect(error.message.contains("C stack overflow"))
    #expect(lua.answer("apply(function() return 3 end)") == "3")
  }

  @Test func `recursion in error handlers and tostring is an error too`() throws {
    let lua = LuaState()
    let error = try #require(throws: LuaError.self) {
      try lua.run("local t = setmetatable({}, {}); getmetatable(t).__tostring = function(t) return tostring(t) end; tostring(t)")
    }
    #expect(error.message.contains("stack overflow"))
    try lua.run("function endless() return 1 + endless() end")
    #expect(lua.answer("xpcall(endless, function(m) return 'handled' end)") == "false handled")
  }

  @Test(arguments: [
    "local t = {} for i = 1, 1e9 do t[i] = {} end", "local s = 'x' while true do s = s .. s end",
    "local t = {} for i = 1, 1e9 do t[i] = i end", "return ('x'):rep(1e9)",
    "local t = {} while true do t = {t, function() return t end} end",
    "local t = {} for i = 1, 1e9 do t[i] = coroutine.create(print) end",
  ])
  func `out of memory in Lua is an error, and the state goes on`(source: String) throws {
    let lua = LuaState(memoryLimit: 8 << 20)
    let error = try #require(throws: LuaError.self) { try lua.run(source) }
    #expect(error.kind == .memory)
    #expect(error.message == "not enough memory")
    lua.collectGarbage()
    #expect(lua.memoryInUse < 1 << 20)
    #expect(lua.answer("#('x'):rep(1000)") == "1000")
    #expect(lua.answer("pcall(string.rep, 'x', 1e9)") == "false not enough memory")
  }

  @Test func `memory that Swift takes for Lua counts, and is refused once Swift has returned`() throws {
    let lua = LuaState(memoryLimit: 8 << 20)
    try lua.setGlobal("list") { call in [Double](repeating: 1, count: Int(call[0].number!)) }
    #expect(lua.answer("#list(1000)") == "1000")
    for _ in 0..<3 {
      let error = try #require(throws: LuaError.self) { try lua.run("kept = list(10000000)") }
      #expect(error.kind == .memory)
      lua.collectGarbage()
      #expect(lua.memoryInUse < 1 << 20)
    }
    // What is garbage afterwards is collected, not refused.
    try lua.run("for i = 1, 100 do list(100000) end")
  }

  @Test func `Swift buffers that objects own count`() throws {
    let census = Census()
    let lua = LuaState(memoryLimit: 32 << 20)
    try lua.setGlobal("big") { call in
      try call.state.checkMemory(adding: 10 << 20)
      let object = Tracked(census)
      object.bytes = 10 << 20
      return object
    }
    let error = try #require(throws: LuaError.self) { try lua.run("t = {} for i = 1, 10 do t[i] = big() end") }
    #expect(error.kind == .memory && error.message == "not enough memory")
    #expect(lua.answer("#t") == "3")
    try lua.run("t = nil; for i = 1, 100 do local o = big() end")
    #expect(throws: LuaError.self) { try lua.checkMemory(adding: 64 << 20) }
  }

  /// Wherever it is noticed: by Lua's allocator, by Swift that asks before, or on its way through Swift functions and pcall.
  @Test(
    "memory that is not there is an error of one kind and one text",
    arguments: [
      "('x'):rep(1e8)", "ask()", "apply(function() return ('x'):rep(1e8) end)", "apply(ask)", "apply(apply, ask)",
      "error(select(2, pcall(ask)), 0) ",
    ])
  func oneKind(_ expression: String) throws {
    let lua = LuaState(memoryLimit: 8 << 20)
    try lua.setGlobal("ask") { call in
      try call.state.checkMemory(adding: 1 << 30)
      return Results()
    }
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call(Array(call.arguments.dropFirst()))) }
    let error = try #require(throws: LuaError.self) { try lua.run("local x = \(expression)", name: "=t") }
    #expect(error.message == "not enough memory")
    #expect(error.kind == .memory)
    #expect(lua.answer("pcall(ask)") == "false not enough memory")
  }

  @Test(
    "a time beyond all clocks is no limit",
    arguments: [.seconds(9_223_372_036.9), .seconds(Int64.max), .nanoseconds(Int64.max)] as [Duration])
  func longTime(_ time: Duration) {
    #expect(LuaState(libraries: .safe, limits: LuaLimits(time: time)).answer("1 + 1") == "2")
  }

  @Test func `a limit below zero is none at all to spend`() throws {
    let lua = LuaState()
    for limit in [-1, -5, Int.min] {
      lua.memoryLimit = limit
      #expect(lua.memoryLimit == 0)
      #expect(throws: LuaError.self) { try lua.run("return ('x'):rep(1000)") }
    }
    lua.memoryLimit = nil
    #expect(lua.answer("#('x'):rep(1000)") == "1000")
  }

  /// Lua counts calls in one another; on a small stack there is no room for as many as it allows.
  @Test(
    "recursion through Swift ends in an error on a small stack",
    arguments: [
      "local function f() return apply(f) end f()",
      "local function f(n) return apply(f, n + 1) end f(0)",
      "local function f() error(select(-1, apply(pcall, f)), 0) end f()",
      "local function f() return apply(coroutine.wrap(f)) end f()",
      "local t = setmetatable({}, {__index = function(t, k) return apply(function() return t[k] end) end}) return t.x",
      "local function f() return (('x'):gsub('x', function() return apply(f) end)) end f()",
      "local function f() return tracked():apply(f) end f()",
      "local function f() return text(setmetatable({}, {__tostring = f})) end f()",
    ])
  func smallStack(_ source: String) throws {
    for size in [256 << 10, 512 << 10, 1 << 20] {
      let outcome = try onThread(stack: size) { () -> (message: String, after: String, alive: Int) in
        let census = Census()
        let lua = LuaState()
        do {
          try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call(Array(call.arguments.dropFirst()))) }
          try lua.setGlobal("tracked") { _ in Tracked(census) }
          try lua.setGlobal("text") { call in try call.state.text(of: call[0]) }
          try lua.run(source)
          return ("none", "", 0)
        } catch {
          let after = lua.answer("apply(function() return 3 end)")
          lua.collectGarbage()
          return ("\(error)", after, census.alive)
        }
      }
      #expect(outcome.message.contains("stack overflow"), "\(size): \(outcome.message.prefix(200))")
      #expect(outcome.after == "3")
      #expect(outcome.alive == 0)
    }
  }

  @Test func `a limit may be lifted`() throws {
    let lua = LuaState(memoryLimit: 4 << 20)
    #expect(lua.memoryLimit == 4 << 20)
    #expect(throws: LuaError.self) { try lua.run("s = ('x'):rep(1e7)") }
    lua.memoryLimit = nil
    #expect(lua.memoryLimit == nil)
    try lua.run("s = ('x'):rep(1e7)")
    #expect(lua.memoryInUse > 10_000_000)
  }

  @Test func `memory errors in coroutines and inside pcall leave the state usable`() throws {
    let lua = LuaState(memoryLimit: 8 << 20)
    let answer = lua.answer(
      """
      (function()
        local co = coroutine.create(function() local s = 'x' while true do s = s .. s end end)
        local ok, message = coroutine.resume(co)
        local again, other = pcall(coroutine.wrap(function() return ('x'):rep(1e9) end))
        return tostring(ok) .. message .. tostring(again) .. other
      end)()
      """)
    #expect(answer == "falsenot enough memoryfalsenot enough memory")
  }

  @Test func `passing more values than the stack holds is an error`() throws {
    let lua = LuaState()
    let f = try lua.load("return select('#', ...)")
    let error = try #require(throws: LuaError.self) { try f.call([LuaValue](repeating: 1, count: 2_000_000)) }
    #expect(error.message == "stack overflow")
    #expect(lua.answer("1") == "1")
  }
}

/// What a body gives on a thread whose stack has so many bytes.
private func onThread<R>(stack: Int, _ body: @escaping () throws -> R) throws -> R {
  var result: Result<R, any Error>?
  let work = Unmanaged.passRetained(Work { result = Result { try body() } })
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setstacksize(&attributes, stack)
  defer { pthread_attr_destroy(&attributes) }
  var thread = pthread_t()
  let status = pthread_create(
    &thread, &attributes,
    { argument in
      Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
      return nil
    }, work.toOpaque())
  try #require(status == 0)
  pthread_join(thread, nil)
  return try #require(result).get()
}

private final class Work {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}
