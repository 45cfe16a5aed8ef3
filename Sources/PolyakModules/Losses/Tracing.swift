import HeavyBall
import LuaKit

internal import PolyakPlatform

/// From a Lua function to a loss: called with a symbolic vector, which makes the formula, then with plain numbers at 10
/// points and, of up to 16 parameters, 2 for each, which check it.
///
/// Lua does not tell when a program asks for the truth of a symbolic value (it is true), compares it with a number by
/// `==` (it is not equal), or reads something that changes from call to call. Each makes a formula that is not the
/// function, and is found by calling the function with numbers at several points.
enum Tracing {
  static func objective(name: String, _ formula: TracedFormula, _ call: Call) throws -> Objective {
    let watch = call.watch(call.name)
    let poll = { () throws(LuaError) in try watch.poll() }
    let objective: Objective
    do {
      if formula.data.isEmpty {
        objective = try Objective(name: name, dimension: formula.dimension) { β in
          try formula.expression(at: β, rows: [], poll: poll)
        }
      } else {
        let precision: Precision = formula.data.contains { $0.numbers.precision == .single } ? .single : .double
        objective = try Objective(
          name: name, dimension: formula.dimension,
          rows: RowFormula(formula.data, precision: precision) { β, rows in try formula.expression(at: β, rows: rows) })
      }
    } catch let error as LuaError { throw explained(error, call) }
    try objective.prepareValue(poll: poll)
    try call.checkWorkingRoom(bytes: objective.valueMemory)
    try compareOnce(objective, formula, call)
    return objective
  }

  /// Compares, unless this is inside another loss's comparison: there the function was traced, and compared, before, and
  /// losses defined within losses would cost a power of their depth.
  private static func compareOnce(_ objective: Objective, _ formula: TracedFormula, _ call: Call) throws {
    let registry = try call.state.registry
    let mark = "polyak: a loss is compared with its function"
    guard registry[mark].isNil else { return }
    registry[mark] = .boolean(true)
    defer { registry[mark] = .nil }
    try compare(objective, formula, call)
    try checkMean(formula, call)
  }

  /// Lua's own functions of numbers say only that they got a Symbol; this adds what to write.
  static func explained(_ error: LuaError, _ call: Call) -> LuaError {
    guard let name = numberFunction(in: error.message) else { return error }
    let ours = ElementaryFunctions.all.map(\.name) + ["max", "min"]
    let hint =
      ours.contains(name)
      ? "write \(name)(x): math.\(name) takes plain numbers alone"
      : "\(name) has no symbolic form; a loss may use \(ours.joined(separator: ", ")) and the operators"
    return LuaError(kind: error.kind, message: "\(error.message)\n\(call.name): \(hint)", traceback: error.traceback)
  }

  /// "exp" of "bad argument #1 to 'exp' (number expected, got Symbol)".
  private static func numberFunction(in message: String) -> String? {
    guard message.contains("number expected, got Symbol") else { return nil }
    let parts = message.split(separator: "'", omittingEmptySubsequences: false)
    return parts.count >= 3 ? String(parts[parts.count - 2]) : nil
  }

  private static func compare(_ objective: Objective, _ formula: TracedFormula, _ call: Call) throws {
    let rows = formula.data.map { $0.operand(0..<$0.rows) }
    // Rounding is relative to the terms that a value is the sum of, which may be far larger where they cancel: a
    // difference is one only beside the values that the formula has elsewhere.
    let isSingle = objective.graph.hasSingles
    let (relative, rounding) = isSingle ? (1e-3, 1e-6) : (1e-8, 1e-13)
    let points = points(objective.dimension)
    let state = try call.state
    let traced = try points.map { point in
      try state.checkInterrupt()
      return objective.value(at: point)
    }
    let scale = traced.reduce(1) { $1.isFinite ? max($0, min($1.magnitude, 1e10)) : $0 }
    for (point, traced) in zip(points, traced) {
      let value = try formula.value(at: point, rows: rows)
      guard let plain = value.number else {
        throw call.error("the function returns a number for symbolic parameters and \(value.briefly) for plain ones")
      }
      let isSame =
        plain == traced || (plain.isNaN && traced.isNaN)
        || (plain - traced).magnitude <= relative * max(plain.magnitude, traced.magnitude) + rounding * scale
        || isSingle && Double(Float(plain)) == traced
        || (plain - traced).magnitude <= amplifiedRounding(of: objective, at: point)
      guard isSame else {
        throw call.error(
          "at (\(summary(of: point, separator: ", "))) the function gives \(formatted(plain)), its traced formula "
            + "\(formatted(traced)). \(reason(plain, traced, isSingle: isSingle))")
      }
    }
  }

  /// Throws where the function is not the mean over the rows that it is given: then batches would be another loss.
  private static func checkMean(_ formula: TracedFormula, _ call: Call) throws {
    guard let count = formula.data.first?.rows, count > 1 else { return }
    let half = count / 2
    let parts = [0..<count, 0..<half, half..<count]
    for point in points(formula.dimension).suffix(3) {
      let values = try parts.map { part in
        try formula.value(at: point, rows: formula.data.map { $0.operand(part) }).number ?? .nan
      }
      let mean = (values[1] * Double(half) + values[2] * Double(count - half)) / Double(count)
      let scale = values.reduce(1) { max($0, $1.magnitude) }
      guard values.allSatisfy(\.isFinite), (mean - values[0]).magnitude > 1e-6 * scale else { continue }
      throw call.error(
        "the function must return the mean over the rows it is given: of rows 1 to \(half) it gives \(formatted(values[1])), of "
          + "rows \(half + 1) to \(count) \(formatted(values[2])), of all \(formatted(values[0])), and not their mean "
          + "\(formatted(mean)); write sum(x) / #x for the mean of x")
    }
  }

  /// What roundings of the size of the parameters' own make of a value: a formula may amplify them beyond any digits.
  private static func amplifiedRounding(of objective: Objective, at point: Vector) -> Double {
    let gradient = objective.gradient(at: point)
    let sum = zip(gradient, point).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
    return sum.isFinite ? (objective.graph.hasSingles ? 1e-6 : 1e-14) * sum : 0
  }

  private static func reason(_ plain: Double, _ traced: Double, isSingle: Bool) -> String {
    if isSingle, plain.isFinite, !traced.isFinite {
      return "With a network in single precision the whole formula is computed in it, where numbers beyond 3.4e38 are "
        + "infinite: scale what is so large, or give the network precision = \"f64\""
    }
    if isSingle, (plain - traced).magnitude <= 1e-2 * max(plain.magnitude, traced.magnitude) {
      return "With a network in single precision the whole formula is computed in it, to 7 digits, which a formula that "
        + "amplifies rounding has not: give the network precision = \"f64\"; or a value changes from call to call, "
        + "which is not part of the formula"
    }
    if (plain - traced).magnitude <= 1e-5 * max(plain.magnitude, traced.magnitude) {
      return "They differ slightly: a value that changes from call to call is not part of the formula, and a formula that "
        + "amplifies rounding has no such digits; keep numbers that change out of it"
    }
    return "A test of a symbolic value (if, ==, and, or) or a value that changes from call to "
      + "call is not part of the formula; write relu, abs, max or min where the formula changes, and keep "
      + "numbers that change out of it"
  }

  /// Zeros, ones, other whole numbers and some in no special place, of both signs; and where there are few parameters,
  /// each in turn 0 and 1 while the others are in no special place.
  private static func points(_ n: Int) -> [Vector] {
    let constant = [0, 1, -1, 2, 0.5].map { Vector(repeating: $0, count: n) }
    let varied = [(0.7, 0.3), (1.3, -0.4), (3.1, 0.0), (0.2, 0.25)].enumerated().map { k, scale in
      Vector((0..<n).map { i in scale.0 * sin(Double(1 + 3 * k) + 2.3 * Double(i)) + scale.1 })
    }
    let positive = Vector((0..<n).map { 0.6 + 0.5 * sin(1.7 * Double($0)) })
    var points = constant + varied + [positive]
    for i in 0..<(n > 16 ? 0 : n) {
      for special in [0.0, 1.0] {
        points.append(positive)
        points[points.count - 1][i] = special
      }
    }
    return points
  }
}
