import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("The limit form's field") struct LimitFieldTests {
  @Test("is equations (17) and (20) at orders 2 and 3, on a loss with all derivatives")
  func printed() {
    let objective = Objective(name: "mixed", dimension: 3) { b in
      Expression.exp(b[0] * b[1]) + (b[2] - b[0]).squared() * b[1] + Expression.sin(b[2])
    }
    let (eta, mu, β) = (0.03, 0.6, Vector([0.4, -0.7, 0.9]))
    let g = objective.gradient(at: β)
    let hg = objective.derivative(at: β, along: [g])
    let ω1 = objective.derivative(at: β, along: [hg])
    let ω2 = ω1 + objective.derivative(at: β, along: [g, g])
    let p = 1 - mu
    let second = -g / p - hg * (eta * (1 + mu) / (2 * p * p * p))
    let c = eta * eta / (p * p * p * p * p)
    let third = second - (ω1 * ((1 + mu) * (1 + mu) / 4) + ω2 * ((1 + 10 * mu + mu * mu) / 12)) * c
    expectClose(field(objective, eta: eta, mu: mu, order: 1)(β), -g / p, 1e-15)
    expectClose(field(objective, eta: eta, mu: mu, order: 2)(β), second, 1e-15)
    expectClose(field(objective, eta: eta, mu: mu, order: 3)(β), third, 1e-14)
  }

  /// On a quadratic with curvature λ, β̇ = ln(z)/η β with z the larger root of z² − (1+µ−ηλ)z + µ.
  @Test("sums to the logarithm of heavy ball's root on a quadratic", arguments: [0.0, 0.3, 0.7])
  func quadratic(mu: Double) {
    let (eta, λ) = (1.0, 0.1 * (1 - mu.squareRoot()) * (1 - mu.squareRoot()))
    let objective = Objective(QuadraticLoss(a: Matrix([[λ]]), b: [0]))
    let b = 1 + mu - eta * λ
    let z = (b + (b * b - 4 * mu).squareRoot()) / 2
    expectClose(field(objective, eta: eta, mu: mu, order: 20)([1.0])[0], log(z), 1e-14)
  }

  @Test("has the Bernoulli numbers over factorials as coefficients of gradient descent")
  func bernoulli() {
    let expected = [1, -1.0 / 2, 1.0 / 12, 0, -1.0 / 720, 0, 1.0 / 30240, 0, -1.0 / 1_209_600]
    for (found, expected) in zip(MomentumSymbol.values(momentum: 0, count: 9), expected) {
      #expect((found - expected).magnitude < 3e-17)
    }
  }

  @Test("tells while it is made how much is done, which only grows, in each of the forms", arguments: FlowForm.allCases)
  func headway(form: FlowForm) {
    let flow = HeavyBallFlow(
      Objective(ProductLoss(x: 1, y: 0.6)), stepSize: 1e-3, momentum: 0.5, order: form == .phase ? 5 : 9, form: form)
    var parts: [Double] = []
    #expect(flow.preparedPart == nil)
    flow.prepare { () throws(Never) in parts += flow.preparedPart.map { [$0] } ?? [] }
    #expect(flow.preparedPart == nil)
    #expect(parts.count > 10 && parts.allSatisfy { (0..<1).contains($0) })
    // The piecewise form is made after the limit's.
    let falls = zip(parts, parts.dropFirst()).count { $1 < $0 }
    #expect(falls == (form == .piecewise ? 1 : 0))
  }

  private func field(_ objective: Objective, eta: Double, mu: Double, order: Int) -> (any Collection<Double>) -> Vector {
    let expression = LimitField.expression(
      gradient: objective.gradient, at: objective.parameters,
      of: MomentumFamily(stepSize: eta, momentum: mu, lookahead: 0), order: order)
    let machine = Machine(Program(outputs: [expression], inputs: [objective.parameters]))
    return { β in
      machine.load(Vector(β), input: 0)
      machine.run()
      return machine.output(0)
    }
  }
}
