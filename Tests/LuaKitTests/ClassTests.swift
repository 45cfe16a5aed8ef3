import Testing

@testable import LuaKit

@Suite struct `Swift classes in Lua` {
  let lua = LuaState()

  init() throws {
    lua.globals["pair"] = .function(try lua.function("pair") { call in Pair(call[0].number ?? 0, call[1].number ?? 0) })
    try lua.run("p = pair(1, 2); q = pair(3, 4)")
  }

  @Test(arguments: [
    ("p", "(1.0, 2.0)"), ("p.x, p.y", "1.0 2.0"), ("p[1], p[2], p[3], p[0], p[-1]", "1.0 2.0 nil nil nil"),
    ("p[1.0]", "1.0"), ("#p", "2"), ("p + q", "(4.0, 6.0)"), ("2 * p", "(2.0, 4.0)"), ("p - 1", "(0.0, 1.0)"),
    ("q / 2", "(1.5, 2.0)"), ("q ^ 2", "(9.0, 16.0)"), ("q % 2", "(1.0, 0.0)"), ("q // 2", "(1.0, 2.0)"),
    ("-p", "(-1.0, -2.0)"), ("p .. 'x', 1 .. p", "(1.0, 2.0)~x 1~(1.0, 2.0)"),
    ("p == pair(1, 9), p == q, p ~= q", "true false true"),
    ("p < q, p > q, p <= p", "true false true"), ("p(10)", "21.0"), ("p:dot(q)", "11.0"), ("p == 1", "false"),
    ("type(p)", "userdata"), ("getmetatable(p).__name", "Pair"), ("rawequal(p.dot, q.dot)", "true"),
  ])
  func `read, index, compute and print`(expression: String, result: String) {
    #expect(lua.answer(expression) == result)
  }

  @Test(arguments: [
    ("p.z", "Pair: no field 'z'"), ("p.doot", "Pair: no field 'doot' (did you mean 'dot'?)"), ("p[1.5]", "Pair: no element 1.5"),
    ("p[{}]", "Pair: expected an index or the name of a field, got table"),
    ("p[true]", "Pair: expected an index or the name of a field, got true"),
    (
      "p.dot(q, q, q)",
      "pair:dot: takes at most 1 argument, got 2; where the last is a call that gives 2 values, (f(x)) is the first alone"
    ),
    ("p.dot()", "pair:dot: must be called with ':' on a Pair, as in pair:dot(...), got nothing"),
    ("p.dot({})", "pair:dot: must be called with ':' on a Pair, as in pair:dot(...), got table"),
    ("p:dot(3)", "pair:dot: argument 'other' must be a Pair, got 3"),
    ("p:dot()", "pair:dot: argument 'other' is missing (a Pair)"),
    ("p:scale{bye = 1}", "pair:scale: unknown option 'bye' (did you mean 'by'?)"),
    ("p + {}", "Pair +: needs pairs or numbers, got table"), ("p('a')", "pair: argument 'k' must be a number, got string 'a'"),
    ("p & 1", "attempt to perform bitwise operation on a Pair value (global 'p')"),
  ])
  func `refuse what they should, saying why`(expression: String, message: String) {
    #expect(lua.answer(expression) == "! t:1: " + message)
  }

  @Test(arguments: [
    ("p.y = -1", "Pair: field 'y' must be a number >= 0, got -1"),
    ("p.y = 'a'", "Pair: field 'y' must be a number >= 0, got string 'a'"),
    ("p.x = 1", "Pair: field 'x' cannot be assigned"), ("p.dot = 1", "Pair: field 'dot' cannot be assigned"),
    ("p.yy = 1", "Pair: no field 'yy' (did you mean 'y'?)"), ("p[3] = 1", "Pair: no element 3"),
    ("p[1] = 'a'", "Pair: element 1 must be a number, got string 'a'"), ("p[1.5] = 1", "Pair: no element 1.5"),
  ])
  func `refuse assignments, saying why`(statement: String, message: String) throws {
    let error = try #require(throws: LuaError.self) { try lua.run(statement, name: "=t") }
    #expect(error.message == "t:1: " + message)
  }

  @Test func `assign fields and elements`() throws {
    try lua.run("p.y = 7; p[1] = 5")
    #expect(lua.answer("p") == "(5.0, 7.0)")
    try lua.run("p:scale{by = 2, twice = true}")
    #expect(lua.answer("p") == "(20.0, 28.0)")
  }

  @Test func `come back to Swift as the same object`() throws {
    let pair = Pair(5, 6)
    lua.globals["mine"] = .object(pair)
    #expect(try lua.run("return mine")[0].object(Pair.self) === pair)
    #expect(try lua.run("return mine")[0].object(Tracked.self) == nil)
    #expect(Pair.fromLua(lua.globals["mine"]) === pair)
    #expect(lua.declaration(of: pair)?.memberNames == ["dot", "scale", "x", "y"])
  }

  @Test func `foreign userdata are not mistaken for objects`() throws {
    let value = try lua.run("return io.stdout")[0]
    guard case .other(let reference) = value else { return #expect(Bool(false)) }
    #expect(reference.typeName == "userdata")
    #expect(lua.answer("p.dot(io.stdout, p)").hasPrefix("! t:1: pair:dot: must be called with ':'"))
    #expect(lua.answer("getmetatable(p).__index(io.stdout, 'x')") == "! t:1: Pair: expected a Pair, got userdata")
    #expect(lua.answer("getmetatable(p).__index({}, 1)") == "! t:1: Pair: expected a Pair, got table")
    #expect(lua.answer("getmetatable(p).__len(1)") == "! t:1: Pair #: must be a Pair, got 1")
  }
}
