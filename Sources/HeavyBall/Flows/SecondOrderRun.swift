/// An equation of order 2 with a method that integrates it: trajectories show b, and remember b′ as `v`.
public struct SecondOrderRun: ModelRunner {
  let flow: SecondOrderFlow
  private var runs: CompanionRun
  /// b′(0), where it is not the equation's own.
  let velocity: Vector?

  init(flow: SecondOrderFlow, integration: Integration, velocity: Vector?) {
    (self.flow, self.velocity) = (flow, velocity)
    runs = CompanionRun(
      title: flow.kind.title, objective: flow.objective, integration: integration,
      companions: [
        CompanionRun.Companion(
          name: Self.velocityName, range: flow.objective.dimension..<2 * flow.objective.dimension)
      ])
  }

  public var title: String { flow.kind.title }
  public var objective: Objective { flow.objective }
  public var stepSize: Double { flow.stepSize }
  public var memory: [StateVariable] { runs.memory }

  private static let velocityName = "v"

  /// The same with observers, which see the heavy ball of this η and µ.
  ///
  /// - Parameter poll: called now and then while that is compiled; what it throws ends the work.
  public func measured<E: Error>(poll: () throws(E) -> Void) throws(E) -> SecondOrderRun {
    var copy = self
    try copy.runs.observe(MomentumFamily(stepSize: flow.stepSize, momentum: flow.momentum, lookahead: 0), poll: poll)
    return copy
  }

  /// The method that observers see.
  public var observedMethod: Iteration? { runs.integration.measured }

  public func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try runs.run(from: state(β, velocity ?? flow.velocity(at: β), time: 0), steps: steps, provenance, options)
  }

  /// Goes on from where a trajectory ends: with its velocity, or where it has none with the one of a start there.
  public func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    let own = trajectory.memory[Self.velocityName].flatMap { $0.count == objective.dimension ? $0 : nil }
    let state = state(trajectory.end, own ?? velocity ?? flow.velocity(at: trajectory.end), time: trajectory.endTime)
    return try runs.run(from: state, at: trajectory, steps: steps, provenance, options)
  }

  public func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    try runs.run(fromRows: starts, steps: steps, provenance, options) { _, β in
      state(β, velocity ?? flow.velocity(at: β), time: 0)
    }
  }

  private var provenance: Provenance { Provenance(flow.method, flowOrder: 1, hasOwnField: true) }

  private func state(_ β: Vector, _ velocity: Vector, time: Double) -> [Double] {
    β.elements + velocity.elements + (flow.system.dependsOnTime ? [time] : [])
  }
}
