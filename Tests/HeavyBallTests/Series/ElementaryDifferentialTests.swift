import Testing

@testable import HeavyBall

@Suite("Elementary differentials") struct ElementaryDifferentialTests {
  let objective = Objective(name: "mixed", dimension: 3) { b in
    Expression.exp(b[0] * b[1]) + (b[2] - b[0]).squared() * b[1] + Expression.sin(b[2])
  }
  let β: Vector = [0.4, -0.7, 0.9]

  private func value(_ expression: Expression) -> Vector {
    let machine = Machine(Program(outputs: [expression], inputs: [objective.parameters]))
    machine.load(β, input: 0)
    machine.run()
    return machine.output(0)
  }

  @Test("are derivatives of the gradient along each other")
  func nested() {
    var F = ElementaryDifferentials(of: objective.gradient, at: objective.parameters)
    let g = objective.gradient(at: β)
    let hg = objective.derivative(at: β, along: [g])
    expectClose(value(F["[]"]), g, 1e-15)
    expectClose(value(F["[[]]"]), hg, 1e-15)
    expectClose(value(F["[[[]][]]"]), objective.derivative(at: β, along: [hg, g]), 1e-14)
    expectClose(value(F["[[[][]]]"]), objective.derivative(at: β, along: [objective.derivative(at: β, along: [g, g])]), 1e-14)
    let tree: RootedTree = "[[[]][]]"
    expectClose(
      value(tree.elementaryDifferential(of: objective.gradient, at: objective.parameters)), value(F[tree]), 1e-16)
  }

  @Test("sum to the limit form's field, with the series' coefficients", arguments: [1, 2, 3, 4, 5])
  func field(order: Int) {
    let (eta, mu) = (0.03, 0.6)
    let c = PiecewiseCoefficients(momentum: mu, order: order)
    var F = ElementaryDifferentials(of: objective.gradient, at: objective.parameters)
    let fast = LimitField.expression(
      gradient: objective.gradient, at: objective.parameters, of: MomentumFamily(stepSize: eta, momentum: mu, lookahead: 0),
      order: order)
    expectClose(value(F.field(zip(c.trees, c.limit).map { ($0, $1) }, eta: eta)), value(fast), 1e-13)
    let input = objective.graph.input(.vector(c.trees.count))
    let machine = Machine(
      Program(outputs: [F.field(c.trees, coefficients: input, eta: eta)], inputs: [objective.parameters, input]))
    machine.load(β, input: 0)
    machine.load(Vector(c.limit), input: 1)
    machine.run()
    expectClose(machine.output(0), value(fast), 1e-13)
  }
}
