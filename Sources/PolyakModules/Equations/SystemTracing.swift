import HeavyBall
import LuaKit

internal import PolyakPlatform

/// From a Lua function of t, x and parameters to a system: called with symbols, which makes the formula, then with plain
/// numbers at some times and points, which check it. What tracing cannot see is told in ``Tracing``.
enum SystemTracing {
  static func system(
    _ name: String, _ n: Int, _ parameters: [EquationSystem.Parameter], _ function: LuaFunction, _ call: Call
  ) throws -> EquationSystem {
    let state = try call.state
    let system: EquationSystem
    do {
      system = try EquationSystem(name: name, dimension: n, parameters: parameters) { t, x, p in
        let value = try result(of: function, t, x, p, parameters, state)
        guard let traced = vector(value, n, in: x.graph) else {
          throw call.error("the function must return \(wanted(n)), got \(described(value))")
        }
        return traced
      }
    } catch let error as LuaError { throw Tracing.explained(error, call) }
    try compare(system, function, call)
    return system
  }

  /// A number as a formula of a system's inputs: an event.
  static func number(_ system: EquationSystem, _ function: LuaFunction, option: AnyParameter, _ call: Call) throws -> Expression {
    let state = try call.state
    let formula: Expression
    do {
      formula = try system.expression { t, x, p in
        let value = try result(of: function, t, x, p, system.parameters, state)
        guard let traced = Operand(value)?.expression(in: x.graph), traced.shape == .scalar else {
          throw call.error(
            "the function '\(option.name)' must return a number, whose sign changes where the solution ends, got "
              + described(value), at: option)
        }
        return traced
      }
    } catch let error as LuaError { throw Tracing.explained(error, call) }
    try compare(system, function, call, "the function '\(option.name)'") { value, t, x, p in
      guard let plain = value.number else {
        throw call.error(
          "the function '\(option.name)' returns a number for symbols and \(described(value)) for plain numbers", at: option)
      }
      return ([plain], [system.value(of: formula, at: t, x, parameters: p)])
    }
    return formula
  }

  private static func result(
    of function: LuaFunction, _ t: Expression, _ x: Expression, _ p: [Expression],
    _ parameters: [EquationSystem.Parameter], _ state: LuaState
  ) throws -> LuaValue {
    let table = try SystemParameters.table(zip(parameters, p).map { ($0.name, .symbol($1)) }, state)
    return try function.call([.object(SymbolObject(t)), .object(SymbolObject(x)), .table(table)]).first ?? .nil
  }

  /// A vector of n, from a list too, or for n = 1 from a number.
  private static func vector(_ value: LuaValue, _ n: Int, in graph: Graph) -> Expression? {
    guard let traced = Operand(value)?.expression(in: graph), traced.shape.count == n else { return nil }
    if case .matrix = traced.shape { return nil }
    return traced.shape == .vector(n) ? traced : traced.reshaped(.vector(n))
  }

  private static func wanted(_ n: Int) -> String {
    n == 1 ? "a number" : "a vector of \(n) numbers, such as {..} of them"
  }

  private static func described(_ value: LuaValue) -> String {
    let hint = value.isNil ? "; does it end with 'return'?" : ""
    return (Operand(value)?.description ?? value.briefly) + hint
  }

  private static func compare(_ system: EquationSystem, _ function: LuaFunction, _ call: Call) throws {
    let n = system.dimension
    try compare(system, function, call, "the function") { value, t, x, p in
      guard let plain = numbersOf(value, n) else {
        throw call.error("the function returns \(wanted(n)) for symbols and \(described(value)) for plain numbers")
      }
      return (plain, Array(system.value(at: t, x, parameters: p)))
    }
  }

  /// Calls a function with plain numbers at some places, where its formula must say the same.
  ///
  /// - Parameter values: Of what it returns, and of where: its numbers, and the formula's.
  private static func compare(
    _ system: EquationSystem, _ function: LuaFunction, _ call: Call, _ name: String,
    values: (LuaValue, Double, Vector, [Double]) throws -> (plain: [Double], traced: [Double])
  ) throws {
    let (n, state, isSingle) = (system.dimension, try call.state, system.precision == .single)
    let (relative, rounding) = isSingle ? (1e-3, 1e-5) : (1e-8, 1e-11)
    for (k, (t, scale, shift)) in places.enumerated() {
      try state.checkInterrupt()
      let x = Vector((0..<n).map { scale * sin(Double(1 + 3 * k) + 2.3 * Double($0)) + shift })
      let numbers = system.parameters.map { p in k % 2 == 0 ? p.values : p.values.map { 1.25 * $0 + 0.125 } }
      let table = try SystemParameters.table(
        zip(system.parameters, numbers).map { ($0.name, $0.operand($1)) }, state)
      let value = try function.call([.number(t), .object(VectorObject(x)), .table(table)]).first ?? .nil
      let (plain, traced) = try values(value, t, x, numbers.flatMap { $0 })
      let size = plain.reduce(1) { $1.isFinite ? max($0, $1.magnitude) : $0 }
      for (i, (a, b)) in zip(plain, traced).enumerated() {
        if a == b || a.isNaN && b.isNaN { continue }
        if (a - b).magnitude <= relative * max(a.magnitude, b.magnitude) + rounding * size { continue }
        let element = plain.count == 1 && n > 1 ? "" : "'s element \(i + 1)"
        throw call.error(
          "at t = \(formatted(t)), x = (\(summary(of: x, separator: ", "))) \(name)\(element) is \(formatted(a)), its traced "
            + "formula's \(formatted(b)). A test of a symbolic value (if, ==, and, or) or a "
            + "value that changes from call to call is not part of the formula; write relu, abs, max or min where the "
            + "formula changes, and keep numbers that change out of it")
      }
    }
  }

  /// Times, and how points are made: 0, 1, and some in no special place, of both signs.
  private static let places = [
    (0.0, 0.0, 0.0), (1, 0, 1), (-1, 0, -1), (0.5, 0.7, 0.3), (2.25, 1.3, -0.4), (-0.75, 3.1, 0), (3, 0.2, 0.25), (0, 0.5, 0.6),
  ]

  private static func numbersOf(_ value: LuaValue, _ n: Int) -> [Double]? {
    switch Operand(value) {
    case .number(let x)? where n == 1: [x]
    case .vector(let v)? where v.count == n: v.elements
    default: nil
    }
  }
}
