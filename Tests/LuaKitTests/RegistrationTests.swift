import PolyakPlatform
import Testing

@testable import LuaKit
@testable import LuaPrompt

private class Deposit: LuaObject {
  private(set) var balance: Double
  var owner: String
  var rate = 0.5
  var small: UInt8 = 3
  var note: String?
  var twin: Deposit?

  init(_ balance: Double, _ owner: String) { (self.balance, self.owner) = (balance, owner) }

  static let amount = Parameter("amount", .positiveNumber, "how much")
  static let times = Parameter("times", .positiveInteger, "how often", default: 1)

  class var luaClass: ClassDeclaration {
    ClassDeclaration(
      Deposit.self, "Deposit", "Money.",
      [
        .property("balance", "What is there.", \.balance), .variable("owner", "Whose it is.", \.owner),
        .variable("rate", "Interest.", \.rate, type: .number(in: 0..<1)), .variable("small", "A byte.", \.small),
        .variable("note", "What is said of it.", \.note), .variable("twin", "Another.", \.twin),
        .method("put", "Adds to it.", amount, times, returns: .number) { deposit, amount, times in
          deposit.balance += amount * Double(times)
          return deposit.balance
        },
        .method("clear", "Empties it.") { deposit in deposit.balance = 0 },
        .method("describe", "In words.", returns: .string) { (deposit: Deposit) in "deposit of \(deposit.owner)" },
        .operator(.equal) { a, b, _ in a.object(Deposit.self)?.owner == b.object(Deposit.self)?.owner },
        .call("What it will be.", [times], returns: .number) { deposit, call in
          deposit.balance * (1 + deposit.rate * Double(try call[times]))
        },
      ])
  }
}

private final class Savings: Deposit {
  override class var luaClass: ClassDeclaration {
    ClassDeclaration(
      Savings.self, "Savings", "With notice.", inheriting: super.luaClass,
      [
        .property("notice", "In months.", .integer) { _ in 3 },
        .method("describe", "In words.", returns: .string) { (savings: Savings) in "savings of \(savings.owner)" },
        .property("clear", "No method here.", .boolean) { _ in true },
      ])
  }
}

private struct Place: LuaStructure, Equatable {
  var x = 0.0, y = 0.0

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      LuaCopy<Place>.self, "Place", "Somewhere.",
      [
        .variable("x", "To the right.", \.value.x), .variable("y", "Upwards.", \.value.y),
        .method("length", "How far away.", returns: .number) { place in hypot(place.value.x, place.value.y) },
        .operator(.equal) { a, b, _ in Place.fromLua(a) == Place.fromLua(b) },
      ])
  }
}

@Suite struct `Classes registered by key paths` {
  let lua = LuaState()
  private let deposit = Deposit(10, "ann"), savings = Savings(20, "bob")

  init() {
    lua.globals["d"] = .object(deposit)
    lua.globals["s"] = .object(savings)
  }

  @Test(
    "read, write and refuse as their types say",
    arguments: [
      ("d.balance, d.owner, d.rate, d.small, d.note, d.twin", "10.0 ann 0.5 3 nil nil"),
      ("d:put(5), d:put(5, 2), d.balance", "15.0 25.0 25.0"), ("d:clear(), d.balance", "nil 0.0"),
      ("set('owner', 'eve'), d.owner", "true eve"), ("set('note', 'n'), d.note, set('note', nil), d.note", "true n true nil"),
      ("set('twin', s), d.twin == s, d.twin.balance", "true true 20.0"),
      ("set('balance', 1)", "false set:1: Deposit: field 'balance' cannot be assigned"),
      ("set('rate', 1)", "false set:1: Deposit: field 'rate' must be a number in [0, 1), got 1"),
      ("set('owner', 5)", "false set:1: Deposit: field 'owner' must be a string, got 5"),
      ("set('small', 256)", "false set:1: Deposit: field 'small' must be an integer in [0, 255], got 256"),
      ("set('twin', 1)", "false set:1: Deposit: field 'twin' must be a Deposit or nil, got 1"),
      ("pcall(d.put, d, -1)", "false deposit:put: argument 'amount' must be a number > 0, got -1"), ("d(2)", "20.0"),
    ])
  func members(_ expression: String, _ answer: String) throws {
    try lua.run("function set(name, value) return pcall(function() d[name] = value end) end", name: "=set")
    #expect(lua.answer(expression) == answer)
  }

  @Test(
    "are inherited, and declared anew",
    arguments: [
      ("s.balance, s.notice, s:put(5), s.rate", "20.0 3 25.0 0.5"),
      ("s:describe(), d:describe()", "savings of bob deposit of ann"),
      ("s.clear, type(d.clear)", "true function"), ("d.put(s, 1)", "21.0"), ("s(1)", "30.0"), ("s == d", "false"),
      (
        "pcall(s.describe, d)",
        "false savings:describe: must be called with ':' on a Savings, as in savings:describe(...), got Deposit"
      ),
      ("pcall(s.put, s, 'x')", "false savings:put: argument 'amount' must be a number > 0, got string 'x'"),
      ("pcall(function() return s.ownr end)", "false t:1: Savings: no field 'ownr' (did you mean 'owner'?)"),
      ("pcall(function() return d.notice end)", "false t:1: Deposit: no field 'notice' (did you mean 'note'?)"),
    ])
  func inheritance(_ expression: String, _ answer: String) throws {
    #expect(lua.answer(expression) == answer)
  }

  @Test func `inherit from what they are, and nothing else`() throws {
    final class Stranger: LuaObject {
      static var luaClass: ClassDeclaration {
        ClassDeclaration(Stranger.self, "Stranger", "No deposit.", inheriting: Deposit.luaClass, [])
      }
    }
    let error = try #require(throws: LuaError.self) { try lua.globals.set("x", Stranger()) }
    #expect(error.message == "the class Stranger inherits members of Deposit, which it is not")
  }

  @Test func `values are copies, shared in Lua alone`() throws {
    var place = Place(x: 3, y: 4)
    try lua.globals.set("p", place)
    #expect(lua.answer("p.x, p:length()") == "3.0 5.0")
    try lua.run("q = p q.x = 0")
    #expect(place.x == 3 && lua.answer("p.x, p == q, rawequal(p, q)") == "0.0 true true")
    place = try #require(Place.fromLua(lua.globals["p"]))
    #expect(place == Place(x: 0, y: 4))
    let parameter = Parameter("place", .structure(Place.self), "where")
    try lua.register(Module("m", "M.", functions: [Function("far", "How far.", parameter) { place in place.y }]))
    #expect(lua.answer("m.far(p)") == "4.0")
    #expect(lua.answer("m.far(1)") == "! t:1: m.far: argument 'place' must be a Place, got 1")
    let far = try lua.function("far") { (place: Place) in Place(x: place.y, y: 0) }
    #expect(try far(place) as Place == Place(x: 4, y: 0))
    try lua.globals.set("copy", place)
    #expect(lua.answer("copy == p, rawequal(copy, p)") == "true false")
  }

  @Test func `have help, completion and stubs as every declaration has`() throws {
    try lua.register(Module("bank", "Money put away.", classes: [Deposit.self, Savings.self, LuaCopy<Place>.self]))
    #expect(Savings.luaClass.parent == "Deposit")
    #expect(
      Savings.luaClass.memberNames.sorted() == [
        "balance", "clear", "describe", "note", "notice", "owner", "put", "rate", "small", "twin",
      ])
    func candidates(_ source: String) -> [String] { Completer(lua).completion(of: Array(source.utf8)).candidates }
    #expect(candidates("s:") == ["describe", "put"] && candidates("s.no") == ["note", "notice"])
    #expect(candidates("p.") == [] && candidates("d:cl") == ["clear"])
    try lua.globals.set("p", Place())
    #expect(candidates("p.") == ["length", "x", "y"])
    let help = Savings.luaClass.help
    for words in ["Savings", "With notice.", "put(amount", "notice"] {
      #expect(help.contains(words), "\(help)")
    }
    let stubs = lua.editorStubs.map(\.text).joined()
    for line in [
      "---@class Deposit", "---@class Savings: Deposit", "---@field small integer", "---@field note string|nil",
      "---@class Place",
      "function Deposit:put(amount, times)",
    ] { #expect(stubs.contains(line), "\(line)") }
  }
}
