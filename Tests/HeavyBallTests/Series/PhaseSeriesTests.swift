import Testing

@testable import HeavyBall

@Suite("The series in phase space") struct PhaseSeriesTests {
  @Test("has the closed forms of order 1, and of order 2 what the logarithm of the step's matrix has")
  func closedForms() throws {
    let series = PhaseSeriesTable(order: 2) {}
    #expect(series.treeTexts == ["[]", "m", "[[]]", "[m]"])
    // dm/dt = ln µ (m/η + g/(1−µ)), dβ/dt = µ ln µ/(µ−1) (m/η + g/(1−µ)) − g/(1−µ).
    #expect(series.position[0].description == "-1 / (1-mu) - mu / (1-mu)^2 * log(mu)")
    #expect(series.momentum[0].description == "1 / (1-mu) * log(mu)")
    #expect(series.position[1].description == "-mu / (1-mu) * log(mu)")
    #expect(series.momentum[1].description == "log(mu)")
    // The derivatives in s of the logarithm of [[1−s, µ], [−s, µ]], at µ = 0.7 to six digits (mpmath).
    let values = series.values(momentum: 0.7)
    expectClose(values[3].position, 0.164562, 5e-7)
    expectClose(values[2].position, -0.109180, 5e-7)
    expectClose(values[3].momentum, 0.559195, 5e-7)
    expectClose(values[2].momentum, -0.235089, 5e-7)
  }

  /// Σ c(t) η^{k−1} F(t), with F by directional derivatives.
  @Test("is the field, of heavy ball and of Nesterov's method", arguments: [Rational.zero, nil, Rational(1) / Rational(4)])
  func field(lookahead: Rational?) throws {
    let (η, µ, order) = (0.03, 0.6, 4)
    let objective = Objective(name: "mixed", dimension: 3) { b in
      HeavyBall.Expression.exp(b[0] * b[1]) + (b[2] - b[0]).squared() * b[1] + HeavyBall.Expression.sin(b[2])
    }
    let (β, m) = (Vector([0.4, -0.7, 0.9]), Vector([0.05, 0.02, -0.03]))
    func differential(_ tree: PhaseTree) -> (value: Vector, gradients: Int) {
      guard let children = tree.children?.trees.map(differential) else { return (m, 0) }
      return (
        objective.derivative(at: β, along: children.map(\.value)), children.reduce(1) { $0 + $1.gradients }
      )
    }
    let series = PhaseSeriesTable(lookahead: lookahead, order: order) {}
    var (position, momentum) = (Vector([0, 0, 0]), Vector([0, 0, 0]))
    for (tree, c) in zip(series.trees, series.values(momentum: µ)) {
      let (value, gradients) = differential(tree)
      let power = gradients == 0 ? 1 / η : (1..<gradients).reduce(1.0) { product, _ in product * η }
      position = position + value * (c.position * power)
      momentum = momentum + value * (c.momentum * power)
    }
    let flow = HeavyBallFlow(
      objective, stepSize: η, momentum: µ, lookahead: lookahead?.doubleValue ?? µ, order: order, form: .phase)
    let field = flow.field(at: β, momentum: m)
    expectClose(position, field.position, 1e-13)
    expectClose(momentum, field.momentum, 1e-12)
  }

  @Test("has exact coefficients of the values that it gives", arguments: [0.25, 0.75])
  func exact(mu: Double) throws {
    let series = PhaseSeriesTable(order: 4) {}
    let logarithm = BigFloat.logarithm(of: BigFloat(mu, precision: 200)).doubleValue
    func value(_ f: CyclotomicFraction) -> Double {
      let below = f.powers.enumerated().reduce(Rational(1)) { product, factor in
        (0..<factor.element).reduce(product) { product, _ in
          product * CyclotomicFraction.factor(factor.offset)(Rational(exactly: mu))
        }
      }
      return (f.numerator(Rational(exactly: mu)) / below).doubleValue
    }
    for (i, c) in series.values(momentum: mu).enumerated() {
      let (position, momentum) = (series.position[i], series.momentum[i])
      expectClose(value(position.r) + value(position.s) * logarithm, c.position, 1e-10, series.treeTexts[i])
      expectClose(value(momentum.r) + value(momentum.s) * logarithm, c.momentum, 1e-10, series.treeTexts[i])
    }
  }

  /// r + s ln µ with exact r and s, and ln µ to 2000 bits.
  @Test(
    "agrees in doubles with exact fractions at both ends of mu", arguments: [0x1p-40, 0.001, 0.5, 1 - 0x1p-20], [0, -1, 0.25])
  func accuracy(mu: Double, nu: Double) {
    let logarithm = BigFloat.logarithm(of: BigFloat(mu, precision: 2000))
    func number(_ x: Rational) -> BigFloat {
      BigFloat(whole: x.numerator, precision: 2000) / BigFloat(whole: x.denominator, precision: 2000)
    }
    var exact = PhaseSeries(momentum: Rational(exactly: mu), lookahead: Rational(exactly: nu))
    var found = PhaseCoefficients(momentum: mu, lookahead: nu, order: 3)
    for tree in [PhaseTree.momentum] + PhaseForest.all(upTo: 2).joined().map({ PhaseTree($0) }) {
      let (solution, values) = (exact.solution(tree), found(tree))
      for (slope, value) in [(solution.iterates.slope, values.position), (solution.momenta.slope, values.momentum)] {
        let expected = (number(slope.r) + number(slope.s) * logarithm).doubleValue
        #expect((value - expected).magnitude <= 1e-15 * expected.magnitude, "\(tree): \(value), \(expected)")
      }
    }
  }
}
