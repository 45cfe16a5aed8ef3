import PolyakPlatform
import Testing

@testable import HeavyBall

/// Functions of a number where the parts of their chain rule are 0, infinite or NaN, and they themselves are not: value
/// and the first three derivatives, by closed forms; nil where there is none.
@Suite("Formulas at special points") struct SpecialPointTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let x: Double
    let expected: [Double?]
    let formula: @Sendable (Expression) throws -> Expression

    init(_ name: String, _ x: Double, _ expected: [Double?], _ formula: @escaping @Sendable (Expression) throws -> Expression) {
      (testDescription, self.x, self.expected, self.formula) = ("\(name) at \(x)", x, expected, formula)
    }
  }

  private static func power(_ u: Expression, _ p: Double) throws -> Expression { try .power(u, u.graph.constant(p)) }

  static let chains: [Sample] = [
    Sample("(x²)^¾", 0, [0, 0, nil, nil]) { try power($0 * $0, 0.75) },
    Sample("(x²)^¾", -4, [8, -3, 0.375, nil]) { try power($0 * $0, 0.75) },
    Sample("(x⁴)^¾", 0, [0, 0, 0, nil]) { try power($0.raised(to: 4), 0.75) },
    Sample("(x⁴)^¾", -2, [8, -12, 12, -6]) { try power($0.raised(to: 4), 0.75) },
    Sample("(x²)^1½", 0, [0, 0, 0, nil]) { try power($0 * $0, 1.5) },
    Sample("(x²)^2½", 0, [0, 0, 0, 0]) { try power($0 * $0, 2.5) },
    Sample("√x²", 0, [0, 0, nil, nil]) { .sqrt($0 * $0) },
    Sample("√x²", -1e200, [1e200, -1, 0, 0]) { .sqrt($0 * $0) },
    Sample("√x⁴", 0, [0, 0, 2, 0]) { .sqrt($0.raised(to: 4)) },
    Sample("√x⁴", -3, [9, -6, 2, 0]) { .sqrt($0.raised(to: 4)) },
    Sample("(x⁴)^½", 0, [0, 0, 2, 0]) { try power($0.raised(to: 4), 0.5) },
    Sample("(x²)^-½", -2, [0.5, 0.25, 0.25, 0.375]) { try power($0 * $0, -0.5) },
  ]

  static let reciprocals: [Sample] = [-1, -2, -3, -12, -1024].flatMap { n in
    let sign = n % 2 == 0 ? 1.0 : -1
    let formula = { @Sendable (x: Expression) in x.raised(to: n) }
    let infinite = Double.infinity
    return [
      Sample("x^\(n)", 0, [infinite, -infinite, infinite, -infinite], formula),
      Sample("x^\(n)", -0.0, Array(repeating: sign * infinite, count: 4), formula),
      Sample("x^\(n)", infinite, [0, 0, 0, 0], formula), Sample("x^\(n)", -infinite, [0, 0, 0, 0], formula),
      Sample("x^\(n)", 1e300, [n == -1 ? 1e-300 : 0, 0, 0, 0], formula),
      Sample("x^\(n)", 8 * .leastNonzeroMagnitude, [infinite, -infinite, infinite, -infinite], formula),
    ]
  }

  @Test("have the derivatives that they have, in scalars and in tensors", arguments: chains + reciprocals)
  func derivatives(sample: Sample) throws {
    let graph = Graph()
    let (b, one) = (graph.input(.vector(1)), graph.constant(Vector([1])))
    let y = try sample.formula(b[0])
    let gradient = y.gradient(withRespectTo: b)
    let outputs =
      [y, gradient]
      + (1...2).map {
        gradient.derivative(withRespectTo: b, along: Array(repeating: one, count: $0))
      }
    for limit in [Int.max, -1] {
      let machine = Machine(Program(outputs: outputs, inputs: [b], scalarLimit: limit), members: 1)
      machine.load([sample.x], input: 0, member: 0)
      machine.run()
      for (i, expected) in sample.expected.enumerated() {
        guard let expected else { continue }
        let found = machine.output(i, member: 0).elements[0]
        let isRight = found == expected || (found - expected).magnitude <= 1e-14 * expected.magnitude && expected.isFinite
        #expect(isRight, "derivative \(i), limit \(limit): \(found), not \(expected)")
      }
    }
  }

  @Test("max and min of a NaN are NaN, whatever the other is", arguments: [Double.infinity, -.infinity, .nan, 0, 1])
  func notANumber(x: Double) throws {
    let graph = Graph()
    let b = graph.input(.scalar)
    for nan in [graph.constant(.nan), graph.constant(0) / graph.constant(0)] {
      let outputs = try [Expression.maximum(b, nan), .maximum(nan, b), .minimum(b, nan), .minimum(nan, b)]
      let machine = Machine(Program(outputs: outputs, inputs: [b]), members: 1)
      machine.load([x], input: 0, member: 0)
      machine.run()
      for i in outputs.indices { #expect(machine.output(i, member: 0).elements[0].isNaN, "output \(i)") }
    }
  }
}
