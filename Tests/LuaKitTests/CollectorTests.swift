import Testing

@testable import LuaKit

@Suite struct `The collector` {
  private let churn = "for i = 1, 20000 do local t = {{}, {}} end"

  @Test(arguments: [false, true]) func `stops, goes on, and is stepped`(generational: Bool) throws {
    let lua = LuaState(), collector = lua.collector
    if generational { collector.setMode(.generational()) }
    #expect(collector.isRunning)
    collector.stop()
    #expect(!collector.isRunning && lua.answer("collectgarbage('isrunning')") == "false")
    let before = collector.count
    try lua.run(churn)
    // Each round makes three tables of 56 bytes and more.
    #expect(collector.count - before > 20000 * 3 * 56)
    collector.collect()
    #expect(collector.count - before < 100_000 && !collector.isRunning)
    try lua.run(churn)
    var steps = 1
    while !collector.step(kilobytes: 100), !generational, steps < 10_000 { steps += 1 }
    #expect(steps < 10_000)
    #expect(collector.count - before < 200_000)
    collector.restart()
    #expect(collector.isRunning)
    for _ in 0..<5 { try lua.run(churn) }
    #expect(collector.count - before < 20000 * 3 * 56)
  }

  @Test func `is set to a mode and tells the one before`() throws {
    let lua = LuaState()
    #expect(lua.collector.setMode(.generational(minor: 10, major: 50)) == true)
    #expect(lua.collector.setMode(.generational()) == false)
    #expect(lua.collector.setMode(.incremental(pause: 160, stepMultiplier: 200, stepSize: 12)) == false)
    #expect(lua.answer("collectgarbage('setpause', 200), collectgarbage('setstepmul', 100)") == "160 200")
    #expect(lua.collector.setMode(.incremental()) == true)
  }

  @Test func `counts Lua's own bytes, of which a memory limit makes it run though it is stopped`() throws {
    let lua = LuaState(memoryLimit: 2 << 20)
    lua.collector.stop()
    try lua.run(churn)
    #expect(lua.collector.count <= 2 << 20 && lua.collector.count <= lua.memoryInUse)
    let census = Census()
    try lua.setGlobal("tracked") { _ in
      let tracked = Tracked(census)
      tracked.bytes = 1000
      return tracked
    }
    try lua.run("t = tracked()")
    #expect(lua.memoryInUse == lua.collector.count + 1000)
  }

  @Test func `answers nothing inside a finaliser`() throws {
    let lua = LuaState()
    var answers: [Bool?] = []
    try lua.setGlobal("ask") { call in
      answers = [try call.state.collector.step(), try call.state.collector.setMode(.generational())]
      return Results()
    }
    try lua.run("setmetatable({}, {__gc = function() ask() end}) collectgarbage()")
    #expect(answers == [false, nil])
  }
}
