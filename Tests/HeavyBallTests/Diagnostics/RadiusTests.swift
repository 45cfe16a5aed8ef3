import Testing

@testable import HeavyBall

@Suite("The radius of a momentum method") struct RadiusTests {
  /// The smaller modulus of the roots s of the discriminant of z² − (1+µ−(1+ν)s)z + µ − νs, by mpmath 1.3 with 30 digits.
  /// Each agrees to a hundredth with the root test on the first 240 terms of log z(s), z(0) = 1.
  static let values: [(mu: Double, nu: Double, radius: Double)] = [
    (0.5, 0, 0.085786437626904951), (0.9, 0.3, 0.0026770351374183378), (0.5, 0.5, 0.11111111111111111),
    (0.5, -0.5, 0.071796769724490826), (0.9, 10.5, 0.0086956521739130435), (0.25, 0.25, 0.36),
    (0.3, 2, 0.23333333333333333), (0.3, -3, 0.075403330758516623), (0, 0, 1), (0.7, -1, 0.0225),
    (0, 0.5, 0.66666666666666667), (0, -2, 0.1715728752538099), (0.999, 0.999, 2.5025018762507817e-7),
    (0.6, 1.2, 0.088260263837282868),
  ]

  @Test("is where its flow's series ends to converge", arguments: values)
  func value(mu: Double, nu: Double, radius: Double) throws {
    expectClose(Radius.value(momentum: mu, lookahead: nu) / radius, 1, 1e-12)
    // Curvatures 3 and −7.
    let objective = Objective(QuadraticLoss(a: Matrix([[3, 0], [0, -7]]), b: [0, 0]))
    let flow = HeavyBallFlow(objective, stepSize: 0.01, momentum: mu, lookahead: nu, order: 2, form: .limit)
    expectClose(flow.validity(at: [1, 2]) / (0.07 / radius), 1, 1e-9)
    expectClose(flow.roughValidity(at: [1, 2]) {} / (0.07 / radius), 1, 1e-2)
    var options = RunOptions()
    options.observers = [RadiusQuantity(every: 1)]
    let method = MomentumMethod(MomentumFamily(stepSize: 0.01, momentum: mu, lookahead: nu))
    let run = try Iteration(method, on: objective).run(from: [1, 2], steps: 1, options)
    expectClose(run.recordings[0].values[0] / (0.07 / radius), 1, 1e-9)
  }

  @Test("is that of its place in the family, whatever it is called")
  func methods() {
    let all: [any Optimizer] = [
      GradientDescent(stepSize: 0.1), HeavyBallMethod(stepSize: 0.1, momentum: 0.4),
      NesterovGradient(stepSize: 0.1, momentum: 0.4), MomentumMethod(stepSize: 0.1, momentum: 0.4, lookahead: -0.3),
    ]
    let places = [(0, 0), (0.4, 0), (0.4, 0.4), (0.4, -0.3)]
    for (method, (µ, ν)) in zip(all, places) {
      #expect(method.family?.method == MomentumFamily(stepSize: 0.1, momentum: µ, lookahead: ν))
    }
    #expect(Adam(stepSize: 0.1).family?.method == nil)
  }
}
