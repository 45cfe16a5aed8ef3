/// The matched form's change of starting point, β ↦ β + Σ_τ d(τ) η^{|τ|} F(τ)(β), compiled. See ``MatchedStart``.
struct MatchedShift {
  private let machine: Machine

  /// - Parameter poll: called now and then; what it throws ends the work.
  init<E: Error>(
    _ objective: Objective, _ method: MomentumFamily, order: Int, poll: () throws(E) -> Void
  ) throws(E) {
    var differentials = ElementaryDifferentials(of: objective.gradient, at: objective.parameters)
    let coefficients = try MatchedStart.coefficients(method.numbers, order: order, poll: poll).map { ($0.tree, $0.value) }
    for (tree, _) in coefficients { try differentials.derive(tree, poll: poll) }
    let point = differentials.point(coefficients, eta: method.stepSize)
    machine = Machine(try Program(outputs: [point], inputs: [objective.parameters], poll: poll))
  }

  func point(from β: Vector) -> Vector {
    machine.load(β, input: 0)
    machine.run()
    return machine.output(0)
  }
}
