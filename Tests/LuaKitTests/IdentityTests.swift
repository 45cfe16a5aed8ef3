import Testing

@testable import LuaKit

@Suite("An object in Lua") struct IdentityTests {
  let census = Census()
  let lua = LuaState()

  @Test(
    "is one value, whichever way it came",
    arguments: [
      "a == b, rawequal(a, b), ({[a] = 1})[b]", "rawequal(a, same()), rawequal(a, a:apply(function(x) return x end))",
      "rawequal(a, list()[1]), rawequal(a, fields().a)", "rawequal(a, coroutine.wrap(same)())",
      "rawequal(a, select(2, pcall(error, a)))",
    ])
  func identity(expression: String) throws {
    let object = Tracked(census)
    try lua.setGlobal("same") { _ in object }
    try lua.setGlobal("list") { _ in [LuaValue.object(object)] }
    try lua.setGlobal("fields") { _ in ["a": LuaValue.object(object)] }
    lua.globals["a"] = .object(object)
    lua.globals["b"] = .object(object)
    #expect(Set(lua.answer(expression).split(separator: " ")).isSubset(of: ["true", "1"]))
    lua.globals["c"] = .object(Tracked(census))
    #expect(lua.answer("a == c, rawequal(a, c), ({[a] = 1})[c]") == "false false nil")
  }

  @Test("is another in another state") func states() throws {
    let (object, other) = (Tracked(census), LuaState())
    lua.globals["a"] = .object(object)
    other.globals["a"] = .object(object)
    #expect(lua.answer("a.alive") == "1" && other.answer("a.alive") == "1")
    #expect(lua.globals["a"] == other.globals["a"])
  }

  @Test("stays what a weak table knows for as long as Lua holds it") func weakness() throws {
    let object = Tracked(census)
    try lua.setGlobal("object") { _ in object }
    try lua.run("weak = setmetatable({}, {__mode = 'k'}); kept = object(); weak[kept] = 1; collectgarbage()")
    #expect(lua.answer("weak[object()]") == "1")
    try lua.run("kept = nil; collectgarbage(); collectgarbage()")
    #expect(lua.answer("next(weak), object().alive") == "nil 1")
  }

  @Test("is new where its userdata has been finalised, by hand or in the making") func finalised() throws {
    let object = Tracked(census)
    lua.globals["a"] = .object(object)
    try lua.run("getmetatable(a).__gc(a)")
    lua.globals["b"] = .object(object)
    #expect(lua.answer("b.alive, rawequal(a, b), pcall(function() return a.alive end)").hasPrefix("1 false false"))
    // A finaliser that runs before the object's own brings it back.
    try lua.setGlobal("object") { _ in object }
    try lua.run(
      """
      a, b = nil, nil
      collectgarbage() collectgarbage()
      do
        local dead = object()
        setmetatable({}, {__gc = function() revived, fresh = dead, object() end})
      end
      collectgarbage() collectgarbage()
      """)
    #expect(lua.answer("fresh.alive, rawequal(fresh, object())") == "1 true")
  }

  @Test("of which a million are made leaves nothing behind") func churn() throws {
    let census = census
    try lua.setGlobal("make") { _ in Tracked(census) }
    try lua.run("for i = 1, 100000 do make() end collectgarbage() collectgarbage()")
    #expect(census.alive == 0 && census.total == 100_000)
    try lua.run("for i = 1, 10 do make() end collectgarbage()")
    #expect(lua.memoryInUse < 1 << 20)
  }

  @Test("of a class whose declaration is another's is refused") func misdeclared() throws {
    final class Stray: LuaObject {
      static var luaClass: ClassDeclaration { Pair.luaClass }
    }
    let error = try #require(throws: LuaError.self) { try lua.globals.set("x", Stray()) }
    #expect(error.message == "the class Stray is declared as Pair, which it is not")
  }
}
