import Testing

@testable import LuaKit

@Suite struct `Weak references` {
  let lua = LuaState()

  @Test func `are to a value for as long as Lua or a handle has it`() throws {
    var table: LuaTable? = lua.makeTable()
    table?["x"] = 1
    let weak = try #require(table).weak
    lua.collectGarbage()
    #expect(weak.value?["x"] == 1 && weak.value.map { LuaValue.table($0) } == table.map { .table($0) })
    lua.globals["kept"] = try .table(#require(table))
    table = nil
    lua.collectGarbage()
    #expect(weak.value?["x"] == 1)
    lua.globals["kept"] = .nil
    lua.collectGarbage()
    #expect(weak.value == nil)
    // Another value that comes to lie where the first lay is another.
    for _ in 0..<1000 { _ = lua.makeTable() }
    #expect(weak.value == nil)
  }

  @Test func `are to functions, coroutines and tables alike`() throws {
    let function = try lua.load("return 7").weak
    lua.collectGarbage()
    #expect(function.value == nil)
    var kept: LuaFunction? = try lua.load("return 7")
    let other = try #require(kept).weak
    #expect(try other.value?.call() == [7])
    kept = nil
    lua.collectGarbage()
    #expect(other.value == nil)
    var coroutine: LuaCoroutine? = try lua.makeCoroutine(try lua.load("coroutine.yield(1) return 2"))
    let suspended = try #require(coroutine).weak
    _ = try suspended.value?.resume()
    #expect(suspended.value?.status == .suspended)
    coroutine = nil
    lua.collectGarbage()
    #expect(suspended.value == nil)
    // What Lua never collects is always there.
    let printing = try #require(lua.globals["print"].function).weak
    lua.collectGarbage()
    #expect(printing.value != nil)
    try lua.run("f = function() end")
    let global = try #require(lua.globals["f"].function).weak
    lua.collectGarbage()
    #expect(global.value != nil)
  }

  @Test func `of what a finaliser brings back are empty until it is asked for again`() throws {
    try lua.run(
      "made = setmetatable({x = 6}, {__gc = function(t) back = t end})")
    let weak = try #require(lua.globals["made"].table).weak
    lua.globals["made"] = .nil
    lua.collectGarbage()
    #expect(lua.globals["back"].table?["x"] == 6 && weak.value == nil)
    let again = try #require(lua.globals["back"].table).weak
    #expect(again.value?["x"] == 6)
  }

  @Test func `are empty once the state is closed, and are not made then`() throws {
    var other: LuaState? = LuaState()
    let table = try #require(other?.makeTable())
    let weak = try table.weak
    other = nil
    #expect(weak.value == nil)
    #expect(throws: LuaError.self) { try table.weak }
  }

  @Test func `a hundred thousand leave nothing behind`() throws {
    let table = lua.makeTable()
    for _ in 0..<100_000 {
      _ = try table.weak
      _ = try lua.makeTable().weak
    }
    lua.collectGarbage()
    let before = lua.memoryInUse
    for _ in 0..<100_000 {
      _ = try table.weak
      _ = try lua.makeTable().weak
    }
    lua.collectGarbage()
    #expect(lua.memoryInUse - before < 100_000)
  }
}
