import Testing

@testable import LuaKit

private struct Point: Codable, Equatable {
  var x: Double
  var y: Double?
}

private enum Shape: Codable, Equatable {
  case circle(radius: Double)
  case pair(Int8, String)
  case nothing
}

private enum Colour: String, Codable { case red, blue }

private struct Drawing: Codable, Equatable {
  var name = "µ"
  var points = [Point(x: 1, y: nil), Point(x: 0.5, y: -2)]
  var shapes: [Shape] = [.circle(radius: 2), .pair(-128, ""), .nothing]
  var colour: Colour? = .blue
  var none: Point?
  var bytes: [UInt8] = [0, 255]
  var byNumber = [3: "three", -1: "minus one"]
  var byName: [String: [Int]] = ["3": [], "a": [1, 2]]
  var byTruth = [true: 1, false: 0]
  var tags: Set<String> = ["a", "b"]
  var small: Float = 0.1
  var widths = Widths()

  struct Widths: Codable, Equatable {
    var a = Int8.min, b = Int16.min, c = Int32.min, d = Int64.min, e = UInt8.max, f = UInt16.max, g = UInt32.max
    var h = UInt64(Int64.max), i = Int.max, j = UInt(1), yes = true
  }
}

private class Animal: Codable {
  var legs = 4
  init(legs: Int) { self.legs = legs }
}

private final class Dog: Animal {
  var name = "Rex"
  override init(legs: Int) { super.init(legs: legs) }
  private enum Keys: CodingKey { case name }
  override func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Keys.self)
    try fields.encode(name, forKey: .name)
    try super.encode(to: fields.superEncoder())
  }
  required init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Keys.self)
    name = try fields.decode(String.self, forKey: .name)
    try super.init(from: fields.superDecoder())
  }
}

private final class Node: Codable {
  var next: Node?
}

/// As far as it goes with containers made by hand: a list of a number, a table, a list and what a superclass would write.
private struct ByHand: Codable, Equatable {
  var numbers = [1.0, 2]
  private enum Keys: CodingKey { case list, table, more }
  init() {}
  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(numbers[0])
    var table = list.nestedContainer(keyedBy: Keys.self)
    var inner = table.nestedUnkeyedContainer(forKey: .list)
    try inner.encode("in")
    var fields = table.nestedContainer(keyedBy: Keys.self, forKey: .table)
    try fields.encodeNil(forKey: .more)
    try fields.encode(3, forKey: .list)
    var other = list.nestedUnkeyedContainer()
    let parent = other.superEncoder()
    try other.encode(numbers[1])
    try true.encode(to: parent)
  }
  init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    numbers = [try list.decode(Double.self)]
    let table = try list.nestedContainer(keyedBy: Keys.self)
    var inner = try table.nestedUnkeyedContainer(forKey: .list)
    guard try inner.decode(String.self) == "in", inner.isAtEnd else { throw Failure(text: "list") }
    let fields = try table.nestedContainer(keyedBy: Keys.self, forKey: .table)
    guard try fields.decodeNil(forKey: .more), try fields.decode(Int.self, forKey: .list) == 3 else {
      throw Failure(text: "table")
    }
    var other = try list.nestedUnkeyedContainer()
    guard try Bool(from: other.superDecoder()) else { throw Failure(text: "super") }
    numbers.append(try other.decode(Double.self))
  }
}

@Suite struct `Coding` {
  let lua = LuaState()

  private func roundTrip<T: Codable & Equatable>(_ value: T) throws -> Bool {
    try LuaDecoder(unknownFields: .refused).decode(T.self, from: LuaEncoder().encode(value, in: lua)) == value
  }

  @Test func `values of every kind make the round trip`() throws {
    #expect(try roundTrip(Drawing()))
    #expect(try roundTrip([Drawing(), Drawing(name: "", points: [], shapes: [], colour: nil)]))
    #expect(try roundTrip(Optional<Int>.none) && roundTrip(Optional(3)) && roundTrip(["a": Int?.some(1)]))
    #expect(try roundTrip("text") && roundTrip(true) && roundTrip(2.5) && roundTrip([[Int]]()) && roundTrip([[], [1]]))
    #expect(try roundTrip(Set([Shape.nothing].map { "\($0)" })) && roundTrip([1.5: "x"]) && roundTrip([LuaKey.a: 1]))
    #expect(try roundTrip(ByHand()))
    let numbers: [Double] = [.infinity, -.infinity, -0.0, .leastNonzeroMagnitude]
    #expect(try roundTrip(numbers))
    #expect(try LuaDecoder().decode(Double.self, from: LuaEncoder().encode(Double.nan, in: lua)).isNaN)
  }

  private enum LuaKey: String, Codable { case a }

  @Test func `a superclass is under super, and shares where it is given the same encoder`() throws {
    let value = try LuaEncoder().encode(Dog(legs: 3), in: lua)
    lua.globals["dog"] = value
    #expect(lua.answer("dog.name, dog.super.legs, dog.legs") == "Rex 3 nil")
    #expect(try LuaDecoder(unknownFields: .refused).decode(Dog.self, from: value).legs == 3)
  }

  @Test func `the forms in Lua are those one would write`() throws {
    lua.globals["d"] = try LuaEncoder().encode(Drawing(), in: lua)
    #expect(lua.answer("d.name, #d.points, d.points[1].x, d.points[1].y, d.points[2].y") == "µ 2 1.0 nil -2.0")
    #expect(lua.answer("d.shapes[1].circle.radius, d.shapes[2].pair._0, next(d.shapes[3].nothing)") == "2.0 -128 nil")
    #expect(lua.answer("d.colour, d.none, #d.bytes, d.bytes:byte(1, -1)") == "blue nil 2 0 255")
    #expect(lua.answer("d.byNumber[3], d.byNumber[-1], d.byName['3'], d.byTruth[false]").hasPrefix("three minus one table"))
    #expect(lua.answer("#d.tags, math.type(d.widths.a), d.widths.d") == "2 integer -9223372036854775808")
  }

  private static let refused: [(source: String, decode: @Sendable (LuaValue) throws -> Any, message: String)] = [
    (
      "{points = {{x = 1}, {x = 2}, {x = 'a'}}}", { try LuaDecoder().decode([String: [Point]].self, from: $0) },
      "points[3].x: expected a number, got a string"
    ),
    ("{{x = 1}, {}}", { try LuaDecoder().decode([Point].self, from: $0) }, "[2].x: expected a number, got nil"),
    ("{{x = 1}, 5}", { try LuaDecoder().decode([Point].self, from: $0) }, "[2]: expected a table, got a number"),
    ("nil", { try LuaDecoder().decode(Point.self, from: $0) }, "expected a table, got nil"),
    ("print", { try LuaDecoder().decode(Point.self, from: $0) }, "expected a table, got a function"),
    ("{x = 1}", { try LuaDecoder().decode([Int].self, from: $0) }, "expected a list, got a table with the key string 'x'"),
    ("{[2] = 1}", { try LuaDecoder().decode([Int].self, from: $0) }, "expected a list, got a table with the key 2"),
    ("{1, nil, 3}", { try LuaDecoder().decode([Int?].self, from: $0) }, "[2]: a hole in the list"),
    ("'x'", { try LuaDecoder().decode([Int].self, from: $0) }, "expected a list, got a string"),
    ("{300}", { try LuaDecoder().decode([Int8].self, from: $0) }, "[1]: expected an integer in [-128, 127], got 300"),
    ("2.5", { try LuaDecoder().decode(Int.self, from: $0) }, "expected an integer, got 2.5"),
    ("0/0", { try LuaDecoder().decode(Int.self, from: $0) }, "expected an integer, got nan"),
    ("-1", { try LuaDecoder().decode(UInt64.self, from: $0) }, "expected an integer >= 0, got -1"),
    ("(1 << 53) + 1", { try LuaDecoder().decode(Double.self, from: $0) }, "expected a number, got 9007199254740993"),
    ("1e300", { try LuaDecoder().decode(Float.self, from: $0) }, "expected a number, got 1e+300"),
    ("'1'", { try LuaDecoder().decode(Int.self, from: $0) }, "expected an integer, got a string"),
    ("1", { try LuaDecoder().decode(String.self, from: $0) }, "expected a string, got a number"),
    ("1", { try LuaDecoder().decode(Bool.self, from: $0) }, "expected true or false, got a number"),
    ("'caf\\xe9'", { try LuaDecoder().decode(String.self, from: $0) }, "expected a string, got string 'caf\\xE9'"),
    ("{{'\\xff'}}", { try LuaDecoder().decode([[String]].self, from: $0) }, "[1][1]: expected a string, got string '\\xFF'"),
    ("'green'", { try LuaDecoder().decode(Colour.self, from: $0) }, "Cannot initialize Colour from invalid String value green"),
    ("{[1.5] = 2}", { try LuaDecoder().decode([Int: Int].self, from: $0) }, "expected keys that are each an integer, got 1.5"),
    (
      "{a = {b = 'c'}}", { try LuaDecoder().decode([String: [String: Int]].self, from: $0) },
      "a.b: expected an integer, got a string"
    ),
    ("{[7] = 'c'}", { try LuaDecoder().decode([Int: Int].self, from: $0) }, "[7]: expected an integer, got a string"),
    ("{x = 1, z = 2}", { try LuaDecoder(unknownFields: .refused).decode(Point.self, from: $0) }, "z: unknown field"),
    (
      "{names = {}, name = 'x'}", { try LuaDecoder(unknownFields: .refused).decode(Named.self, from: $0) },
      "names: unknown field (did you mean 'name'?)"
    ),
    ("{x = 1, 5}", { try LuaDecoder(unknownFields: .refused).decode(Point.self, from: $0) }, "[1]: unknown field"),
    (
      "{circle = {radius = 1, r = 2}}", { try LuaDecoder(unknownFields: .refused).decode(Shape.self, from: $0) },
      "circle.r: unknown field"
    ),
    (
      "(function() local t = {} t.next = t return t end)()", { try LuaDecoder().decode(Node.self, from: $0) },
      "next: the table is inside itself"
    ),
    (
      "(function() local t = {} t.next = {next = t} return t end)()", { try LuaDecoder().decode(Node.self, from: $0) },
      "next.next: the table is inside itself"
    ),
    (
      "{next = {next = {next = {}}}}", { try LuaDecoder(maximumDepth: 2).decode(Node.self, from: $0) },
      "next.next.next: nested more than 2 deep"
    ),
    (
      "(function() local t = {} for i = 1, 40 do t = {a = t, b = t} end return t end)()",
      { try LuaDecoder(maximumCount: 50).decode(Tree.self, from: $0) },
      String(repeating: "a.", count: 37) + "b.b.a: more than 50 values"
    ),
  ]

  private struct Named: Codable { var name: String }
  private final class Tree: Codable { var a: Tree?, b: Tree? }

  @Test("what does not fit is an error with its path", arguments: refused)
  func refusal(_ source: String, _ decode: @Sendable (LuaValue) throws -> Any, _ message: String) throws {
    let value = try lua.run("return " + source)[0]
    let error = try #require(throws: LuaError.self) { _ = try decode(value) }
    #expect(error.message == message)
    #expect(error.kind == .conversion)
  }

  @Test func `the path is there in parts, and unknown fields are ignored where nothing else is said`() throws {
    let value = try lua.run("return {{x = 1, z = print}, {x = {}}}")[0]
    let error = try #require(throws: LuaError.self) { try LuaDecoder().decode([Point].self, from: value) }
    #expect(error.path == ["2", "x"])
    #expect(
      try LuaDecoder().decode([Point].self, from: .table(lua.run("return {{x = 1, z = print}}")[0].table!)) == [Point(x: 1)])
  }

  @Test func `what has no form in Lua is an error with its path`() throws {
    func message(_ value: some Encodable, _ encoder: LuaEncoder = LuaEncoder()) throws -> String {
      try #require(throws: LuaError.self) { try encoder.encode(value, in: lua) }.message
    }
    #expect(try message(["a": [UInt64.max]]) == "a[1]: 18446744073709551615 is beyond Lua's integers")
    #expect(try message([1, nil, 3] as [Int?]) == "[2]: nil has no place in a list")
    #expect(try message([Double.nan: 1]) == "nan is no key of a table")
    #expect(try message([[[1]]], LuaEncoder(maximumDepth: 2)) == "[1][1][1]: nested more than 2 deep")
    #expect(try message(Nesting(depth: 5, isKeyed: true), LuaEncoder(maximumDepth: 3)) == "a.a.a.a: nested more than 3 deep")
    #expect(
      try message(Nesting(depth: 5, isKeyed: false), LuaEncoder(maximumDepth: 3)) == "[1][1][1][1]: nested more than 3 deep")
    let node = Node()
    node.next = Node()
    node.next?.next = node
    #expect(try message(node) == "next.next: the object is inside itself")
    node.next = nil
    #expect(lua.answer("1") == "1")
  }

  @Test func `an error of a type's own coding is kept, with the path to it`() throws {
    struct Refusing: Codable {
      init() {}
      init(from decoder: any Decoder) throws { throw Failure(text: "not today") }
      func encode(to encoder: any Encoder) throws { throw Failure(text: "nor tomorrow") }
    }
    let decoding = try #require(throws: LuaError.self) {
      try LuaDecoder().decode([String: Refusing].self, from: lua.run("return {a = 1}")[0])
    }
    #expect(decoding.message == "a: not today" && decoding.underlying as? Failure == Failure(text: "not today"))
    let encoding = try #require(throws: LuaError.self) { try LuaEncoder().encode([Refusing()], in: lua) }
    #expect(encoding.message == "[1]: nor tomorrow")
  }

  @Test func `a closed state's table is an error`() throws {
    var value: LuaValue = nil
    do { value = .table(LuaState().makeTable()) }
    #expect(throws: LuaError.self) { try LuaDecoder().decode([Int].self, from: value) }
    #expect(throws: LuaError.self) { try LuaDecoder().decode([String: Int].self, from: value) }
    #expect(throws: LuaError.self) { try LuaDecoder().decode(Point.self, from: value) }
  }

  /// Nested values of random shapes, some thousands of values in all.
  @Test(arguments: 0..<40) func `random values make the round trip`(seed: UInt64) throws {
    var numbers = Numbers(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    let value = Anything.random(depth: 5, &numbers)
    #expect(try roundTrip(value))
  }
}

/// SplitMix64.
private struct Numbers: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

private indirect enum Anything: Codable, Equatable {
  case truth(Bool), small(Int8), large(Int), byte(UInt8), number(Double), float(Float), text(String), bytes([UInt8])
  case list([Anything]), named([String: Anything]), numbered([Int: Anything]), pair(a: Anything?, b: Anything)

  static func random(depth: Int, _ numbers: inout Numbers) -> Anything {
    func count() -> Int { Int.random(in: 0...4, using: &numbers) }
    func part() -> Anything { random(depth: depth - 1, &numbers) }
    func text() -> String { String((0..<count()).map { _ in "aµ\0€😀 \"".randomElement(using: &numbers) ?? "x" }) }
    switch Int.random(in: 0...(depth > 0 ? 11 : 7), using: &numbers) {
    case 0: return .truth(.random(using: &numbers))
    case 1: return .small(.random(in: .min ... .max, using: &numbers))
    case 2: return .large(.random(in: .min ... .max, using: &numbers))
    case 3: return .byte(.random(in: .min ... .max, using: &numbers))
    case 4: return .number(Double(Int.random(in: -9...9, using: &numbers)) * 0.25)
    case 5: return .float(Float.random(in: -1...1, using: &numbers))
    case 6: return .text(text())
    case 7: return .bytes((0..<count()).map { _ in .random(in: .min ... .max, using: &numbers) })
    case 8: return .list((0..<count()).map { _ in part() })
    case 9: return .named([String: Anything]((0..<count()).map { _ in (text(), part()) }) { a, _ in a })
    case 10:
      return .numbered([Int: Anything]((0..<count()).map { _ in (.random(in: -5...5, using: &numbers), part()) }) { a, _ in a })
    default: return .pair(a: Bool.random(using: &numbers) ? part() : nil, b: part())
    }
  }
}

/// Containers inside one another, asked for by the container, not by values.
private struct Nesting: Encodable {
  let depth: Int
  let isKeyed: Bool

  enum Key: CodingKey { case a }

  func encode(to encoder: any Encoder) throws {
    if isKeyed {
      var container = encoder.container(keyedBy: Key.self)
      for _ in 1..<depth { container = container.nestedContainer(keyedBy: Key.self, forKey: .a) }
    } else {
      var container = encoder.unkeyedContainer()
      for _ in 1..<depth { container = container.nestedUnkeyedContainer() }
    }
  }
}
