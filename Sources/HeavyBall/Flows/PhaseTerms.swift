/// The sizes of a field's terms in phase space, grade by grade.
///
/// Off quadratics the field's series is asymptotic, as those of modified equations are: its terms shrink to some order and grow
/// beyond. That order is the best there.
final class PhaseTerms {
  private let machine: Machine
  private let flow: HeavyBallFlow

  /// - Parameter poll: called now and then while they are derived and compiled; what it throws ends the work.
  /// - Precondition: the flow is in phase space.
  init<E: Error>(_ flow: HeavyBallFlow, poll: () throws(E) -> Void) throws(E) {
    self.flow = flow
    let (objective, m) = (flow.objective, flow.objective.graph.input(flow.objective.parameters.shape))
    let terms = try PhaseField.terms(
      gradient: try objective.gradient(poll: poll), at: objective.parameters, momentum: m, with: .method(flow.method),
      order: flow.order, poll: poll)
    machine = Machine(
      try Program(
        outputs: terms.map { .concatenation([$0.position, $0.momentum]) }, inputs: [objective.parameters, m], poll: poll))
  }

  /// The norms of what each grade adds to dβ/dt and dm/dt together, 1 to the flow's order.
  func sizes(at β: Vector, momentum m: Vector) -> [Double] {
    machine.load(β, input: 0)
    machine.load(m, input: 1)
    machine.run()
    return (0..<flow.order).map { machine.output($0).norm() }
  }
}
