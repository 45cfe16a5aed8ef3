import Testing

@testable import HeavyBall

/// Powers whose base and exponent both vary, where the exponent comes by a whole number or 0.
@Suite("Powers with a varying exponent") struct VaryingExponentTests {
  /// The first four derivatives by t of (x + t)^(y + t) at t = 0, by SymPy: `diff((x + t)**(y + t), t, k).subs(t, 0)`.
  static let cases: [(x: Double, y: Double, derivatives: [Double])] = [
    (2.5, 1, [3.290726829685388, 5.931553227044497, 11.13977888037420, 23.47276235914168]),
    (2.5, 2, [10.72681707421347, 21.41033672698202, 45.64410688206900, 103.2410214193510]),
    (2.5, 1.5, [5.993665384657503, 11.30173363482898, 22.71119923775738, 49.35828826450676]),
    (1, 1, [1, 2, 3, 8]),
    (2.5, 0, [0.9162907318741551, 1.639588705318475, 2.488405105767512, 5.407656774428654]),
    (2.5, 3, [33.06704268553367, 74.97947596588198, 178.3412773861186, 440.6789810766535]),
    (2.5, -1, [0.2065162927496620, 0.4906224479276603, 0.4066151047938123, 1.512478542101362]),
  ]

  @Test("have all their derivatives", arguments: cases, [Int.max, -1])
  func derivatives(_ example: (x: Double, y: Double, derivatives: [Double]), _ limit: Int) throws {
    let found = try evaluate(
      { b in
        let f = try Expression.power(b[0], b[1])
        let direction = b.graph.constant(1, b.shape), zero = b.graph.constant(0, b.shape)
        let terms = f.taylorCoefficients(withRespectTo: b, along: [direction, zero, zero, zero])
        let gradient = f.gradient(withRespectTo: b)
        let derivatives = try (0..<4).map { order in
          try Expression.dot(
            gradient.derivative(withRespectTo: b, along: Array(repeating: direction, count: order)), direction)
        }
        return Expression.concatenation(Array(terms[1...]) + derivatives)
      }, at: [example.x, example.y], scalarLimit: limit)
    let factorial = [1.0, 2, 6, 24]
    for k in 0..<4 {
      expectClose(found[k] * factorial[k], example.derivatives[k], 1e-14, "order \(k + 1) by Taylor polynomials")
      expectClose(found[4 + k], example.derivatives[k], 1e-14, "order \(k + 1) by the gradient")
    }
  }
}
