import PolyakPlatform
import LuaKit
import Synchronization

/// How many tracked objects of one test are alive.
final class Census: Sendable {
  private let living = Atomic<Int>(0)
  private let born = Atomic<Int>(0)
  var alive: Int { living.load(ordering: .relaxed) }
  var total: Int { born.load(ordering: .relaxed) }
  func enter() {
    living.add(1, ordering: .relaxed)
    born.add(1, ordering: .relaxed)
  }
  func leave() { living.subtract(1, ordering: .relaxed) }
}

/// An object that its census counts.
final class Tracked: LuaObject {
  let census: Census
  var bytes = 0
  var closes = 0
  var failsToClose = false

  init(_ census: Census) {
    self.census = census
    census.enter()
  }
  deinit { census.leave() }

  var externalBytes: Int { bytes }

  private static let f = Parameter("f", .function)

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      Tracked.self, "Tracked", "An object that is counted.",
      [
        .method("fail", "Throws.") { (_: Tracked, _) throws -> LuaValue in throw Failure(text: "method failed") },
        .method("apply", "Calls f with itself.", [f], returns: .any) { tracked, call in
          Results(all: try call[f].call([.object(tracked)]))
        },
        .property("alive", "how many there are", .integer) { $0.census.alive },
        .property("broken", "throws", .any) { (_: Tracked) throws -> LuaValue in throw Failure(text: "property failed") },
        .operator(.add) { (_, _, _) throws -> LuaValue in throw Failure(text: "add failed") },
        .close { tracked in
          tracked.closes += 1
          if tracked.failsToClose { throw Failure(text: "close failed") }
        },
      ])
  }
}

/// A Swift error with an object inside, so that leaks of errors show too.
struct Failure: Error, CustomStringConvertible, Equatable {
  let text: String
  var load: Load? = nil
  var description: String { text }
  static func == (a: Failure, b: Failure) -> Bool { a.text == b.text && a.load === b.load }

  final class Load: Sendable {
    let census: Census
    init(_ census: Census) {
      self.census = census
      census.enter()
    }
    deinit { census.leave() }
  }
}

/// A pair of numbers with operators, indexing and properties.
final class Pair: LuaObject {
  var x: Double, y: Double
  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  private static let other = Parameter("other", .object(Pair.self), "the other")
  private static let by = Parameter("by", .number, "the factor")
  private static let twice = Parameter("twice", .boolean, default: false)
  private static let k = Parameter("k", .number)

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      Pair.self, "Pair", "Two numbers.",
      [
        .method("dot", "Scalar product.", [other], returns: .number) { p, call in
          let q = try call[other]
          return p.x * q.x + p.y * q.y
        },
        .method("scale", "Scales in place.", options: [by, twice]) { p, call in
          let k = try call[by] * (call[twice] ? 2 : 1)
          p.x *= k
          p.y *= k
        },
        .property("x", "the first", .number) { $0.x },
        .property("y", "the second", .number(in: 0...), get: { $0.y }, set: { $0.y = $1.number ?? 0 }),
        .numberIndex { p, i in i == 1 ? p.x : i == 2 ? p.y : nil },
        .setNumberIndex { p, i, v in
          switch i {
          case 1: p.x = v
          case 2: p.y = v
          default: throw LuaError("Pair: no element \(i)")
          }
        },
        .length { _ in 2 },
        .operator(.add) { a, b, _ in try combine(a, b, "+") { $0 + $1 } },
        .operator(.subtract) { a, b, _ in try combine(a, b, "-") { $0 - $1 } },
        .operator(.multiply) { a, b, _ in try combine(a, b, "*") { $0 * $1 } },
        .operator(.divide) { a, b, _ in try combine(a, b, "/") { $0 / $1 } },
        .operator(.power) { a, b, _ in try combine(a, b, "^") { pow($0, $1) } },
        .operator(.modulo) { a, b, _ in try combine(a, b, "%") { fmod($0, $1) } },
        .operator(.floorDivide) { a, b, _ in try combine(a, b, "//") { ($0 / $1).rounded(.down) } },
        .operator(.concat) { a, b, lua in try lua.text(of: a) + "~" + lua.text(of: b) },
        .negate { pair, _ in Pair(-pair.x, -pair.y) },
        .operator(.equal) { a, b, _ in a.object(Pair.self)?.x == b.object(Pair.self)?.x },
        .operator(.less) { a, b, _ in (a.object(Pair.self)?.x ?? 0) < (b.object(Pair.self)?.x ?? 0) },
        .operator(.lessOrEqual) { a, b, _ in (a.object(Pair.self)?.x ?? 0) <= (b.object(Pair.self)?.x ?? 0) },
        .tostring { "(\($0.x), \($0.y))" },
        .call("Evaluates x + y k.", [k], returns: .number) { p, call in
          p.x + p.y * (try call[k])
        },
      ])
  }

  private static func combine(
    _ a: LuaValue, _ b: LuaValue, _ symbol: String, _ f: (Double, Double) -> Double
  ) throws -> Pair {
    func pair(_ value: LuaValue) throws -> Pair {
      if let p = value.object(Pair.self) { return p }
      if let x = value.number { return Pair(x, x) }
      throw LuaError("Pair \(symbol): needs pairs or numbers, got \(value.briefly)")
    }
    let p = try pair(a), q = try pair(b)
    return Pair(f(p.x, q.x), f(p.y, q.y))
  }
}

extension ParameterType where Value == [Double] {
  /// A list of numbers, as a module of numerics would declare it.
  static var vector: Self {
    Self(name: "vector", annotation: "number[]") { value in
      guard let table = value.table else { return nil }
      switch table.numbersOrFirstOther() {
      case .success(let numbers): return numbers
      case .failure(let bad): throw Mismatch("element \(bad.index) is \(table[bad.index].briefly)")
      }
    }
  }
}

extension LuaState {
  /// What an expression gives, as text, or "! " and the error's message.
  func answer(_ expression: String) -> String {
    do {
      return try run("return " + expression, name: "=t").map { try text(of: $0) }.joined(separator: " ")
    } catch {
      return "! \(error)"
    }
  }

  func setGlobal(_ name: String, _ body: @escaping (Call) throws -> some LuaReturnable) throws {
    globals[name] = .function(try function(name, body))
  }
}
