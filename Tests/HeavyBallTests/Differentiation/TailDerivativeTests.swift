import Testing

@testable import HeavyBall

/// Derivatives where a function is so near its limit that 1 − y has no digits left. The numbers are from mpmath at 400
/// digits: y, q = y(1 − y) or sech²u as it stands, and polynomials in them.
@Suite("Derivatives of saturating functions") struct TailDerivativeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let function: @Sendable (Expression) -> Expression
    let point: Double
    /// The first to the fourth.
    let derivatives: [Double]
    var testDescription: String { "\(name) at \(point)" }
  }

  static let cases: [Case] =
    cases("sigmoid", Expression.sigmoid, sigmoid) + cases("tanh", Expression.tanh, tanh)
    + cases("softplus", Expression.softplus, softplus)

  private static func cases(
    _ name: String, _ function: @escaping @Sendable (Expression) -> Expression, _ list: [(Double, [Double])]
  ) -> [Case] {
    list.map { Case(name: name, function: function, point: $0.0, derivatives: $0.1) }
  }

  static let sigmoid: [(Double, [Double])] = [
    (20, [2.0611536139418493e-9, -2.0611536054451409e-9, 2.061153588451724e-9, -2.0611535544648905e-9]),
    (30, [9.3576229688384233e-14, -9.357622968836672e-14, 9.3576229688331694e-14, -9.3576229688261642e-14]),
    (-30, [9.3576229688384233e-14, 9.357622968836672e-14, 9.3576229688331694e-14, 9.3576229688261642e-14]),
    (45, [2.8625185805493936e-20, -2.8625185805493936e-20, 2.8625185805493936e-20, -2.8625185805493936e-20]),
    (-700, [9.8596765437597709e-305, 9.8596765437597709e-305, 9.8596765437597709e-305, 9.8596765437597709e-305]),
    (700, [9.8596765437597709e-305, -9.8596765437597709e-305, 9.8596765437597709e-305, -9.8596765437597709e-305]),
    (0.5, [0.23500371220159449, -0.057556794852320741, -0.096356756289584614, 0.10475593058033124]),
  ]
  static let tanh: [(Double, [Double])] = [
    (20, [1.6993417021166356e-17, -3.3986834042332711e-17, 6.7973668084665422e-17, -1.3594733616933084e-16]),
    (-20, [1.6993417021166356e-17, 3.3986834042332711e-17, 6.7973668084665422e-17, 1.3594733616933084e-16]),
    (10, [8.2446144557673974e-9, -1.6489228843561127e-8, 3.2978457415227584e-8, -6.5956913742876494e-8]),
    (300, [1.0601586212017243e-260, -2.1203172424034487e-260, 4.2406344848068973e-260, -8.4812689696137946e-260]),
    (0.25, [0.94001484880637796, -0.46045435881856592, -1.5417081006333538, 3.3521897785705997]),
  ]
  static let softplus: [(Double, [Double])] = [
    (30, [0.99999999999990642, 9.3576229688384233e-14, -9.357622968836672e-14, 9.3576229688331694e-14]),
    (-30, [9.357622968839299e-14, 9.3576229688384233e-14, 9.357622968836672e-14, 9.3576229688331694e-14]),
    (600, [1.0, 2.6503965530043108e-261, -2.6503965530043108e-261, 2.6503965530043108e-261]),
    (1.5, [0.81757447619364366, 0.14914645207033286, -0.094730212784752674, 0.01567846707932428]),
  ]

  @Test("have all their digits in the tails, to the fourth, in scalars and tensor by tensor", arguments: cases)
  func double(c: Case) {
    for limit in [Int.max, -1] {
      for (k, (found, exact)) in zip(derivatives(c, .double, limit), c.derivatives).enumerated() {
        #expect((found - exact).magnitude <= 1e-14 * exact.magnitude, "derivative \(k + 1): \(found), exact \(exact)")
      }
    }
  }

  @Test("have the digits of single precision", arguments: cases.filter { $0.derivatives[1].magnitude > 1e-37 })
  func single(c: Case) {
    for (k, (found, exact)) in zip(derivatives(c, .single, -1), c.derivatives).enumerated() {
      #expect((found - exact).magnitude <= 4e-6 * exact.magnitude, "derivative \(k + 1): \(found), exact \(exact)")
    }
  }

  @Test("of tanh and sigmoid are not 0 before they are too small for a number")
  func underflow() {
    let cases: [(Double, @Sendable (Expression) -> Expression)] = [
      (370, Expression.tanh), (-370, Expression.tanh), (740, Expression.sigmoid), (-740, Expression.sigmoid),
    ]
    for (x, f) in cases {
      for limit in [Int.max, -1] {
        let slope = evaluate({ f($0).sum().gradient(withRespectTo: $0) }, at: [x], scalarLimit: limit)[0]
        #expect(slope > 0 && slope < .leastNormalMagnitude, "\(x)")
      }
    }
  }

  private func derivatives(_ c: Case, _ precision: Precision, _ limit: Int) -> [Double] {
    let graph = Graph(precision: precision)
    // Two elements: of one the tensor path would be the scalar one.
    let b = graph.input(.vector(2))
    let one = graph.constant(1, .vector(2))
    let gradient = c.function(b).sum().gradient(withRespectTo: b)
    let outputs = (0..<4).map { gradient.derivative(withRespectTo: b, along: Array(repeating: one, count: $0)) }
    let machine = Machine(Program(outputs: outputs, inputs: [b], scalarLimit: limit))
    machine.load([0.1, c.point], input: 0)
    machine.run()
    return (0..<4).map { machine.output($0)[1] }
  }
}
