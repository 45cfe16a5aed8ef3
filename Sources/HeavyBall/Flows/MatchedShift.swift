/// The matched form's change of starting point, β ↦ β + Σ_τ d(τ) η^{|τ|} F(τ)(β), compiled. See ``MatchedStart``.
struct MatchedShift {
  private let machine: Machine

  init(_ objective: Objective, stepSize: Double, momentum: Double, order: Int) {
    var differentials = ElementaryDifferentials(of: objective.gradient, at: objective.parameters)
    let coefficients = MatchedStart.coefficients(momentum: momentum, order: order).map { ($0.tree, $0.value) }
    let point = differentials.point(coefficients, eta: stepSize)
    machine = Machine(Program(outputs: [point], inputs: [objective.parameters]))
  }

  func point(from β: Vector) -> Vector {
    machine.load(β, input: 0)
    machine.run()
    return machine.output(0)
  }
}
