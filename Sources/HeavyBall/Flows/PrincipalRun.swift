/// A principal flow with a method that integrates it.
///
/// In phase space trajectories show β, and m with every point; they remember `m`, and `imaginary` and `imaginary_m`, which are 0
/// for ηλ < (1+√µ)². In the matched form they show the points that b stands for, and remember `b` and `imaginary`.
public struct PrincipalRun: ModelRunner {
  let flow: PrincipalFlow
  private var runs: CompanionRun

  init(_ flow: PrincipalFlow, _ method: any AdaptiveMethod, _ options: IntegratorOptions) {
    self.flow = flow
    let (objective, p) = (flow.objective, flow.objective.dimension)
    var integration = Integration(
      title: flow.title, objective: CompanionRun.state(on: objective, dimension: flow.field.dimension), schedule: flow.field,
      stepSize: flow.method.stepSize, method: method,
      options: options)
    integration.shown = { flow.point(of: $0) }
    integration.observed = objective
    integration.isInPhaseSpace = flow.hasMomentum
    if flow.hasMomentum { integration.remembered = { ["m": Vector($0[p..<2 * p])] } }
    runs = CompanionRun(
      title: flow.title, objective: objective, integration: integration,
      companions: flow.hasMomentum
        ? [
          CompanionRun.Companion(name: "m", range: p..<2 * p, place: \.momenta),
          CompanionRun.Companion(name: "imaginary", range: 2 * p..<3 * p),
          CompanionRun.Companion(name: "imaginary_m", range: 3 * p..<4 * p),
        ]
        : [
          CompanionRun.Companion(name: "b", range: 0..<p), CompanionRun.Companion(name: "imaginary", range: p..<2 * p),
        ])
    if !flow.hasMomentum { runs.point = { flow.point(of: $0) } }
  }

  public var title: String { flow.title }
  public var objective: Objective { flow.objective }
  public var stepSize: Double { flow.method.stepSize }
  public var keptCount: Int { flow.field.dimension }
  public var memory: [StateVariable] { runs.memory }

  /// The same with observers, which see the method.
  ///
  /// - Parameter poll: called now and then while that is compiled; what it throws ends the work.
  public func measured<E: Error>(poll: () throws(E) -> Void) throws(E) -> PrincipalRun {
    var copy = self
    try copy.runs.observe(flow.method, poll: poll)
    return copy
  }

  /// The method that observers see.
  public var observedMethod: Iteration? { runs.integration.measured }

  public func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try runs.run(from: flow.state(β, nil), steps: steps, provenance, options)
  }

  /// Goes on from where a trajectory ends: with the m that it remembers, and with the imaginary parts where it is a principal
  /// flow's.
  public func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    let p = objective.dimension
    func remembered(_ name: String) -> [Double]? {
      trajectory.memory[name].flatMap { $0.count == p ? $0.elements : nil }
    }
    var state = flow.state(trajectory.end, remembered("m").map { Vector($0) })
    if let imaginary = remembered("imaginary") {
      if let m = remembered("imaginary_m"), flow.hasMomentum { state.replaceSubrange(2 * p..<4 * p, with: imaginary + m) }
      if let b = remembered("b"), !flow.hasMomentum { state = b + imaginary }
    }
    return try runs.run(from: state, at: trajectory, steps: steps, provenance, options)
  }

  public func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    try runs.run(fromRows: starts, steps: steps, provenance, options) { _, β in flow.state(β, nil) }
  }

  private var provenance: Provenance {
    Provenance(flow.method, flowOrder: 1, hasOwnField: true, isInPhaseSpace: flow.hasMomentum)
  }
}
