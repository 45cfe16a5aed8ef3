/// A flow that carries its leading error along with a method that chooses its steps: trajectories show β, and keep the
/// error beside it.
///
/// From a point the error begins as ``HeavyBallFlow/startWithError(from:poll:)`` says. On from a trajectory it is what that
/// remembers, or 0 where it remembers none, as a run of the method that has settled does.
struct ErrorRun: Runner {
  let flow: HeavyBallFlow
  private var runs: CompanionRun

  var title: String { flow.title }
  var objective: Objective { flow.objective }
  var stepSize: Double { flow.stepSize }
  var memory: [StateVariable] { runs.companions.map { StateVariable($0.name, .vector(objective.dimension)) } }
  var keptCount: Int { (1 + runs.companions.count) * objective.dimension }

  init(
    _ flow: HeavyBallFlow, _ schedule: any FieldSchedule, _ method: any AdaptiveMethod, _ options: IntegratorOptions?
  ) {
    let (objective, p) = (flow.objective, flow.objective.dimension)
    let m = PhaseRun.momentum(dimension: p).name
    let companions =
      flow.hasMomentum
      ? [
        CompanionRun.Companion(name: m, range: p..<2 * p, place: \.momenta),
        CompanionRun.Companion(name: Self.error, range: 2 * p..<3 * p, place: \.errors),
        CompanionRun.Companion(name: Self.momentumError, range: 3 * p..<4 * p),
      ] : [CompanionRun.Companion(name: Self.error, range: p..<2 * p, place: \.errors)]
    let state = Objective(name: objective.name, dimension: (1 + companions.count) * p) { (x) throws(Never) in
      x.graph.constant(0)
    }
    var integration = Integration(
      title: flow.title, objective: state, schedule: schedule, stepSize: flow.stepSize, method: method,
      options: options ?? IntegratorOptions(precision: objective.precision))
    integration.sizes = flow.coefficients.stepSize.schedule
    integration.shown = { Vector($0.prefix(p)) }
    if flow.hasMomentum { integration.remembered = { [m: Vector($0[p..<2 * p])] } }
    integration.observed = objective
    integration.isInPhaseSpace = flow.hasMomentum
    self.flow = flow
    runs = CompanionRun(title: flow.title, objective: objective, integration: integration, companions: companions)
  }

  /// The names that what is behind β is remembered by.
  private static let error = "error", momentumError = "momentum_error"

  /// What observers see.
  var measured: Iteration? {
    get { runs.integration.measured }
    set { runs.integration.measured = newValue }
  }

  func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory {
    let (point, error) = try flow.startWithError(from: β, poll: options.poll)
    return try runs.run(from: state(point, [Self.error: error]), steps: steps, flow.provenance, options)
  }

  func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try runs.run(
      from: state(trajectory.end, trajectory.memory), at: trajectory, steps: steps, flow.provenance, options)
  }

  func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    try Memory.check(rows: options.keptCount(of: steps), of: keptCount * starts.rows + 1)
    let begins = try (0..<starts.rows).map { try flow.startWithError(from: starts.row($0), poll: options.poll) }
    return try runs.run(fromRows: starts, steps: steps, flow.provenance, options) { i, _ in
      state(begins[i].point, [Self.error: begins[i].error])
    }
  }

  /// β and what is behind it, 0 where nothing of β's shape is remembered.
  private func state(_ β: Vector, _ memory: [String: Vector]) -> [Double] {
    runs.companions.reduce(β.elements) { state, companion in
      let known = memory[companion.name].flatMap { $0.count == β.count ? $0.elements : nil }
      return state + (known ?? Array(repeating: 0, count: β.count))
    }
  }
}
