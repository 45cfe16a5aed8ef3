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
  var memory: [StateVariable] { runs.memory }
  var keptCount: Int { (1 + runs.companions.count) * objective.dimension }

  /// - Parameter schedule: the fields of the steps; nil of a run on mini-batches, which makes its own.
  init(
    _ flow: HeavyBallFlow, _ schedule: (any FieldSchedule)?, _ method: any AdaptiveMethod, _ options: IntegratorOptions?
  ) {
    let (objective, p) = (flow.objective, flow.objective.dimension)
    let m = PhaseRun.momentum(dimension: p).name
    let hasMomentum = flow.hasMomentum || schedule == nil
    let companions =
      hasMomentum
      ? [
        CompanionRun.Companion(name: m, range: p..<2 * p, place: \.momenta),
        CompanionRun.Companion(name: Self.error, range: 2 * p..<3 * p, place: \.errors),
        CompanionRun.Companion(name: Self.momentumError, range: 3 * p..<4 * p),
      ] : [CompanionRun.Companion(name: Self.error, range: p..<2 * p, place: \.errors)]
    var integration = Integration(
      title: flow.title, objective: CompanionRun.state(on: objective, dimension: (1 + companions.count) * p),
      schedule: schedule ?? NoField(), stepSize: flow.stepSize, method: method,
      options: options ?? IntegratorOptions(precision: objective.precision))
    integration.sizes = flow.coefficients.stepSize.schedule
    integration.shown = { Vector($0.prefix(p)) }
    if hasMomentum { integration.remembered = { [m: Vector($0[p..<2 * p])] } }
    integration.observed = objective
    integration.isInPhaseSpace = hasMomentum
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
    return try prepared(options).run(
      from: state(point, [Self.error: error]), steps: steps, flow.provenance(options), options)
  }

  func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try prepared(options).run(
      from: state(trajectory.end, trajectory.memory), at: trajectory, steps: steps, flow.provenance(options), options)
  }

  func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    try Memory.check(rows: options.keptCount(of: steps), of: keptCount * starts.rows + 1)
    let begins = try (0..<starts.rows).map { try flow.startWithError(from: starts.row($0), poll: options.poll) }
    return try prepared(options).run(fromRows: starts, steps: steps, flow.provenance(options), options) { i, _ in
      state(begins[i].point, [Self.error: begins[i].error])
    }
  }

  /// The runs with the fields of the options' batches.
  private func prepared(_ options: RunOptions) throws -> CompanionRun {
    guard let batches = options.batches else { return runs }
    return runs.with(try flow.schedule(batches, carriesError: true, poll: options.poll))
  }

  /// β and what is behind it, 0 where nothing of β's shape is remembered.
  private func state(_ β: Vector, _ memory: [String: Vector]) -> [Double] {
    runs.companions.reduce(β.elements) { state, companion in
      let known = memory[companion.name].flatMap { $0.count == β.count ? $0.elements : nil }
      return state + (known ?? Array(repeating: 0, count: β.count))
    }
  }
}
