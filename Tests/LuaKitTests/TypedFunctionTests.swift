import Testing

@testable import LuaKit
@testable import LuaPrompt

@Suite struct `Calls and functions by Swift's types` {
  let lua = LuaState()

  @Test func `a tuple is several results`() throws {
    let divide = try lua.load("local a, b = ... return a // b, a % b, 'more'")
    let (quotient, rest): (Int, Int) = try divide.call([17, 5])
    #expect(quotient == 3 && rest == 2)
    let (a, b, c, d): (UInt8, Double, String, Int?) = try divide.call([17, 5])
    #expect(a == 3 && b == 2 && c == "more" && d == nil)
    let one: Int = try divide(17, 5)
    #expect(one == 3)
    let list: [Int] = try lua.load("return {1, 2, 3}")()
    #expect(list == [1, 2, 3])
    let values = try divide.call([17, 5])
    #expect(values == [3, 2, "more"])
  }

  @Test func `tables, functions and coroutines are values like others`() throws {
    let make = try lua.load("return {x = 1}, function() return 2 end, coroutine.create(print)")
    let (table, function, coroutine): (LuaTable, LuaFunction, LuaCoroutine) = try make()
    #expect(table["x"] == 1 && coroutine.status == .suspended)
    #expect(try function.call() == [2])
    let apply = try lua.function("apply") { (f: LuaFunction, t: LuaTable) in try f.call([t["x"]]).first ?? .nil }
    lua.globals["apply"] = .function(apply)
    #expect(lua.answer("apply(function(x) return x + 1 end, {x = 4})") == "5")
    #expect(lua.answer("pcall(apply, 1, {})").contains("a function"))
  }

  @Test func `a function is called as Swift's are`() throws {
    let describe = try lua.load("local n, s, t, f = ... return n * 2, s .. #t .. tostring(f)")
    let (n, text): (Double, String) = try describe(1.5, "x", [1, 2, 3], nil as Int?)
    #expect(n == 3 && text == "x3nil")
    let nothing: Int? = try lua.load("")()
    #expect(nothing == nil)
  }

  @Test func `what is not of its type is an error that tells which`() throws {
    let pair = try lua.load("return 1, 'x'"), single = try lua.load("return 'x'"), none = try lua.load("")
    func message(_ body: () throws -> Void) throws -> String {
      let error = try #require(throws: LuaError.self) { try body() }
      #expect(error.kind == .conversion)
      return error.message
    }
    #expect(
      try message { let _: (Int, Int) = try pair.call() } == "result 2 of the function must be an integer, got string 'x'")
    #expect(
      try message { let _: (Int, String, Bool) = try pair.call() } == "result 3 of the function must be true or false, got nil")
    #expect(try message { let _: Int = try single() } == "the result of the function must be an integer, got string 'x'")
    #expect(try message { let _: Int = try none() } == "the result of the function must be an integer, got nil")
  }

  @Test(
    "a closure's types are checks",
    arguments: [
      ("divide(17, 5)", "3 2"), ("divide(17.0, 5, nil)", "3 2"), ("divide(1, 0)", "! t:1: divide: by zero"),
      ("divide(17, 'x')", "! t:1: divide: argument 2 must be an integer, got string 'x'"),
      ("divide(17)", "! t:1: divide: argument 2 must be an integer, got nothing"),
      ("divide(17, nil)", "! t:1: divide: argument 2 must be an integer, got nil"),
      ("divide(17, 5, 1)", "! t:1: divide: takes at most 2 arguments, got 3"), ("maybe()", "none"), ("maybe(nil)", "none"),
      ("maybe(2)", "2"), ("nothing()", ""), ("nothing(1)", "! t:1: nothing: takes no arguments, got 1"),
      ("three('a')", "a 1 true"),
      ("sum{1, 2, 3}", "6.0"), ("sum{1, 'x'}", "! t:1: sum: argument 1 must be a list, each element a number, got table"),
      ("unnamed({})", "! t:1: argument 1 must be a string, got table"), ("pair(pair0).x", "1.0"),
      ("many()", "1 2 3 4"),
    ])
  func closures(_ expression: String, _ answer: String) throws {
    lua.globals["divide"] = .function(
      try lua.function("divide") { (a: Int, b: Int) in
        if b == 0 { throw LuaError("divide: by zero") }
        return (a / b, a % b)
      })
    lua.globals["maybe"] = .function(try lua.function("maybe") { (n: Int?) in n.map { "\($0)" } ?? "none" })
    lua.globals["nothing"] = .function(try lua.function("nothing") { () in })
    lua.globals["three"] = .function(try lua.function("three") { (s: String) in (s, 1, true) })
    lua.globals["sum"] = .function(try lua.function("sum") { (x: [Double]) in x.reduce(0, +) })
    lua.globals["unnamed"] = .function(try lua.function { (s: String) in s })
    lua.globals["pair"] = .function(try lua.function("pair") { (p: Pair) in p })
    lua.globals["pair0"] = .object(Pair(1, 2))
    lua.globals["many"] = .function(try lua.function("many") { () in Results(1, 2, 3, 4) })
    #expect(lua.answer(expression) == answer)
  }

  private static let a = Parameter("a", .number, "one number")
  private static let b = Parameter("b", .number, "another", default: 1)
  private static let name = Parameter("name", .string, "what it is called").optional

  @Test func `a declaration's body gets its arguments, and all that follows from it is as ever`() throws {
    try lua.register(
      Module(
        "typed", "With types.",
        functions: [
          Function("sum", "Both together.", Self.a, Self.b, returns: .number, example: "typed.sum(1, 2)  --> 3.0") { $0 + $1 },
          Function("both", "Each.", Self.a, Self.b, returns: .number) { a, b in (a, b) },
          Function("three", "And the name.", Self.a, Self.b, Self.name) { a, b, name in (a, b, name) },
          Function("quiet", "Nothing.", Self.name) { (_: String?) in },
          Function("none", "No arguments.", returns: .integer) { () in 5 },
        ]))
    for (expression, answer) in [
      ("typed.sum(1)", "2.0"), ("typed.both(1, 4)", "1.0 4.0"), ("typed.three(1, nil, 'n')", "1.0 1.0 n"),
      ("typed.three(1)", "1.0 1.0 nil"), ("typed.quiet('x')", ""), ("typed.none()", "5"),
      ("typed.sum('x')", "! t:1: typed.sum: argument 'a' must be a number, got string 'x'"),
      ("typed.quiet(1, 2)", "! t:1: typed.quiet: takes at most 1 argument, got 2"),
    ] { #expect(lua.answer(expression) == answer) }
    let function = try #require(lua.globals["typed"].table?["sum"].function?.declaration)
    #expect(function.parameters.map(\.name) == ["a", "b"] && function.example != nil)
  }
}

@Suite struct `Parameters that are decoded` {
  private struct Route: Codable, Equatable {
    var name: String
    var points: [Point]
    var transport: Transport?
    struct Point: Codable, Equatable { var x, y: Double }
    enum Transport: String, Codable { case foot, train }
  }

  private static let route = Parameter("route", .decoded(Route.self), "the way")
  private static let points = Parameter("points", .decoded([Route.Point].self, name: "list of points"), "where").optional

  @Test(
    "become Swift's values, or errors with their path",
    arguments: [
      ("{name = 'h', points = {{x = 1, y = 2}}}", "h 1"), ("{name = 'h', points = {}, transport = 'train'}", "h 0"),
      ("5", "argument 'route' must be a Route, got 5"),
      ("{name = 'h', points = {{x = 1, y = 'far'}}}", "argument 'route.points[1].y' must be a number, got a string"),
      ("{name = 'h', points = {{x = 1}}}", "argument 'route.points[1].y' must be a number, got nil"),
      ("{points = {}}", "argument 'route.name' must be a string, got nil"),
      ("{name = 'h', points = {}, nme = 1}", "argument 'route.nme' cannot be read: unknown field (did you mean 'name'?)"),
      ("{name = 'h', points = {x = 1}}", "argument 'route.points' must be a list, got a table with the key string 'x'"),
      ("nil", "argument 'route' is missing (a Route)"),
    ])
  func decoding(_ source: String, _ answer: String) throws {
    let lua = LuaState()
    try lua.register(
      Module(
        "ways", "Ways.",
        functions: [
          Function("go", "Goes it.", Self.route) { route in "\(route.name) \(route.points.count)" },
          Function("all", "Goes it.", options: [Self.route, Self.points]) { call in
            "\(try call[Self.route].name) \(try call[Self.route].points.count)"
          },
        ]))
    let isError = answer.hasPrefix("argument")
    #expect(lua.answer("ways.go(\(source))") == (isError ? "! t:1: ways.go: " : "") + answer)
    let option = isError ? "option" + answer.dropFirst(8) : answer
    #expect(lua.answer("ways.all{route = \(source)}") == (isError ? "! t:1: ways.all: " : "") + option)
    if isError, answer.contains("[1]") {
      let error = try #require(throws: LuaError.self) { try lua.run("ways.go(\(source))") }
      #expect(error.fault?.path == ["route", "points", "1", "y"] && error.fault?.position == 1)
    }
  }

  @Test func `have words of their own`() throws {
    #expect(Self.points.type.description == "a list of points" && Self.route.type.name == "Route")
  }
}
