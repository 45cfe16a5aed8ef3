import PolyakPlatform

@testable import HeavyBall
@testable import LuaKit
@testable import PolyakModules

/// Targets that compute one thing in two ways. What a formula should be is computed apart, with a bound on its rounding.
extension Target {
  static let native = Target(
    "native", "machine code against the interpreter of the same instructions, to the last bit", limit: 1024
  ) {
    bytes in
    var source = ByteSource(bytes)
    let (code, stateCount) = RandomCode.make(&source)
    let isStep = source.below(3) > 0
    let comparison = NativeComparison(code, stateCount: stateCount, isStep: isStep)
    let members = [1, 5, 16, 300][source.below(4)]
    let times = isStep ? source.below(4) + 1 : 1
    let start = (0..<stateCount * members).map { _ in source.number() }
    let expected = comparison.interpreted(start, members: members, times: times)
    for set in runnableSets {
      let registers = source.below(2) == 0 ? set.registerCount : 6 + source.below(set.registerCount - 5)
      let found = try comparison.native(start, members: members, times: times, set, registers: registers)
      if !areSameBits(found, expected) { return "\(set), \(registers) registers: \(found) instead of \(expected)" }
    }
    return nil
  }

  static let tensor = Target("tensor", "values and gradients number by number, tensor by tensor, in single precision", limit: 256)
  {
    bytes in
    var trial = Trial(bytes)
    for (limit, precision) in [(Int.max, Precision.double), (-1, .double), (-1, .single)] {
      let graph = Graph(precision: precision)
      let b = graph.input(.vector(trial.formula.dimension))
      let f = try trial.formula.expression(of: b)
      let machine = Machine(
        Program(outputs: [f, f.gradient(withRespectTo: b)], inputs: [b], scalarLimit: limit), members: 1 + trial.parity * 2)
      machine.load(trial.point, input: 0)
      machine.run()
      let u = precision == .single ? 0x1p-24 : 0x1p-53
      for i in 0..<trial.formula.dimension {
        guard let jet = trial.jet(along: [trial.point, trial.unit(i)], u) else { return nil }
        for member in 0..<machine.members {
          trial.compare("value", machine.output(0, member: member)[0], jet.c[0], u)
          trial.compare("gradient's element \(i + 1)", machine.output(1, member: member)[i], jet.c[1], u)
        }
      }
      if let complaint = trial.complaint { return "\(precision), limit \(limit): \(complaint)" }
    }
    return nil
  }

  static let taylor = Target(
    "taylor", "derivatives to the third order, by Taylor polynomials and direction by direction", limit: 256
  ) {
    bytes in
    var trial = Trial(bytes)
    let n = trial.formula.dimension
    let (v, w) = (trial.direction(), trial.direction())
    guard let path = trial.jet(along: [trial.point, v, w]), let line = trial.jet(along: [trial.point, v]) else { return nil }
    for limit in [Int.max, -1] {
      let graph = Graph()
      let b = graph.input(.vector(n))
      let f = try trial.formula.expression(of: b)
      let (along, second) = (graph.constant(Vector(v)), graph.constant(Vector(w)))
      let terms = f.taylorCoefficients(withRespectTo: b, along: [along, second, graph.constant(0, .vector(n))])
      let gradient = f.gradient(withRespectTo: b)
      let derivatives = try (0..<3).map { m in
        try Expression.dot(gradient.derivative(withRespectTo: b, along: Array(repeating: along, count: m)), along)
      }
      let straight = (1...3).map { f.derivative(withRespectTo: b, along: Array(repeating: along, count: $0)) }
      let machine = Machine(Program(outputs: terms + derivatives + straight, inputs: [b], scalarLimit: limit))
      machine.load(trial.point, input: 0)
      machine.run()
      let factorial = [1.0, 1, 2, 6]
      for k in 0...3 { trial.compare("Taylor coefficient \(k)", machine.output(k)[0], path.c[k]) }
      for k in 1...3 {
        trial.compare("derivative \(k) by the gradient", machine.output(3 + k)[0] / factorial[k], line.c[k])
        trial.compare("derivative \(k) of the value", machine.output(6 + k)[0] / factorial[k], line.c[k])
      }
      if let complaint = trial.complaint { return "limit \(limit): \(complaint)" }
    }
    return nil
  }

  static let define = Target("define", "losses.define against the function called with numbers, and its derivatives", limit: 256)
  {
    bytes in
    var trial = Trial(bytes)
    let v = trial.direction()
    let lua = LuaState()
    try Polyak.open(in: lua)
    let chunk = """
      local b, v = ...
      local function f(b)
      \(trial.formula.lua)
      end
      local plain = f(b)
      local ok, L = pcall(losses.define, #b, f)
      if not ok then return plain, L end
      return plain, "", L(b), L:gradient(b):dot(v), L:hvp(b, v):dot(v), L:derivative(b, v, v):dot(v)
      """
    let arguments = [LuaValue.object(VectorObject(Vector(trial.point))), .object(VectorObject(Vector(v)))]
    let results: [LuaValue]
    do throws(LuaError) { results = try lua.run(chunk, name: "=formula", arguments: arguments) } catch {
      return "\(error.message)\n\(chunk)"
    }
    if let refusal = results[1].text, !refusal.isEmpty {
      // At the points that it is tried at the formula may have kinks and poles, which rounding moves to another side.
      return refusal.contains("its traced formula") ? nil : "\(refusal)\n\(chunk)"
    }
    let (plain, traced) = (results[0].number ?? .nan, results[2].number ?? .nan)
    if plain.isFinite != traced.isFinite { return "\(traced) where the function gives \(plain)\n\(chunk)" }
    guard let line = trial.jet(along: [trial.point, v]) else { return nil }
    trial.compare("the plain value", plain, line.c[0])
    for (k, factor) in [1.0, 1, 2, 6].enumerated() {
      trial.compare("derivative \(k)", (results[k + 2].number ?? .nan) / factor, line.c[k])
    }
    return trial.complaint.map { "\($0)\n\(chunk)" }
  }
}

extension ByteSource: Choices {
  /// Everyday numbers and, one in eight, special ones.
  mutating func number() -> Double { once(in: 8) ? element(of: specialNumbers) : everyday() }
}

/// A formula at a point.
private struct Trial {
  private var source: ByteSource
  let formula: Formula
  let point: [Double]
  let parity: Int
  private(set) var complaint: String?

  init(_ bytes: [UInt8]) {
    source = ByteSource(bytes)
    parity = source.below(2)
    formula = Formula(&source)
    var source = source
    point = (0..<formula.dimension).map { _ in source.below(3) == 0 ? Double(source.below(7)) - 3 : source.everyday() }
    self.source = source
  }

  mutating func direction() -> [Double] { (0..<formula.dimension).map { _ in source.everyday() } }

  func unit(_ i: Int) -> [Double] { (0..<formula.dimension).map { $0 == i ? 1 : 0 } }

  func jet(along path: [[Double]], _ unitRoundoff: Double = 0x1p-53) -> Jet? {
    try? formula.jet(along: path, unitRoundoff: unitRoundoff)
  }

  /// Rounding may differ with the order of operations: by a few hundred times the bound of one order.
  mutating func compare(_ what: String, _ found: Double, _ expected: Measured, _ unitRoundoff: Double = 0x1p-53) {
    let bound = 512 * unitRoundoff * (expected.error + expected.value.magnitude) + 1e-290
    guard !((found - expected.value).magnitude <= bound), complaint == nil else { return }
    complaint = "\(what) is \(found), not \(expected.value) within \(bound), at \(point):\n\(formula.lua)"
  }
}
