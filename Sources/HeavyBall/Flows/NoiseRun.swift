/// A ``NoiseFlow`` with a method that integrates it: trajectories show the mean, and remember β's covariance as `covariance` where
/// it flows.
public struct NoiseRun: ModelRunner {
  let flow: NoiseFlow
  private var runs: CompanionRun

  init(_ flow: NoiseFlow, _ method: any AdaptiveMethod, _ options: IntegratorOptions) {
    self.flow = flow
    let (objective, p) = (flow.objective, flow.objective.dimension)
    var integration = Integration(
      title: flow.title, objective: CompanionRun.state(on: objective, dimension: flow.field.dimension), schedule: flow.field,
      stepSize: flow.stepSize, method: method, options: options)
    integration.shown = { Vector($0.prefix(p)) }
    integration.observed = objective
    runs = CompanionRun(
      title: flow.title, objective: objective, integration: integration,
      companions: flow.hasCovariance
        ? [CompanionRun.Companion(name: Self.name, range: p..<p + p * p, shape: .matrix(rows: p, columns: p))] : [])
  }

  private static let name = "covariance"

  public var title: String { flow.title }
  public var objective: Objective { flow.objective }
  public var stepSize: Double { flow.stepSize }
  public var keptCount: Int { flow.field.dimension }
  public var memory: [StateVariable] { runs.memory }

  /// The same with observers, which see heavy ball on all rows.
  ///
  /// - Parameter poll: called now and then while that is compiled; what it throws ends the work.
  public func measured<E: Error>(poll: () throws(E) -> Void) throws(E) -> NoiseRun {
    var copy = self
    try copy.runs.observe(MomentumFamily(stepSize: flow.stepSize, momentum: flow.momentum, lookahead: 0), poll: poll)
    return copy
  }

  /// The method that observers see.
  public var observedMethod: Iteration? { runs.integration.measured }

  public func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try runs.run(from: state(flow.start(from: β), nil), steps: steps, provenance, options)
  }

  /// Goes on from where a trajectory ends, with the covariance that it remembers.
  public func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try runs.run(
      from: state(trajectory.end, trajectory.memory[Self.name]), at: trajectory, steps: steps, provenance, options)
  }

  public func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    try runs.run(fromRows: starts, steps: steps, provenance, options) { _, β in state(flow.start(from: β), nil) }
  }

  private var provenance: Provenance { Provenance(nil, flowOrder: 2, hasOwnField: true) }

  private func state(_ mean: Vector, _ covariance: Vector?) -> [Double] {
    let count = flow.field.dimension - mean.count
    if let covariance, covariance.count == count { return mean.elements + covariance.elements }
    return mean.elements + Array(repeating: 0, count: count)
  }
}
