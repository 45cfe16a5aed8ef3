/// A flow in phase space with a method that chooses its steps: β and m after each other are integrated, and trajectories show
/// β with m beside it.
struct PhaseRun: Runner {
  let flow: HeavyBallFlow
  private var runs: CompanionRun

  var title: String { flow.title }
  var objective: Objective { flow.objective }
  var stepSize: Double { flow.stepSize }
  var memory: [StateVariable] { runs.memory }
  var keptCount: Int { 2 * objective.dimension }

  /// m, under the name that heavy ball remembers it by.
  static func momentum(dimension: Int) -> StateVariable { StateVariable("m", .vector(dimension)) }

  /// - Parameters:
  ///   - schedule: the fields of the steps; nil of a run on mini-batches, which makes its own.
  ///   - options: those of the loss's precision where nil.
  init(
    _ flow: HeavyBallFlow, _ schedule: (any FieldSchedule)?, _ method: any AdaptiveMethod, _ options: IntegratorOptions?
  ) {
    let (objective, p) = (flow.objective, flow.objective.dimension)
    var integration = Integration(
      title: flow.title, objective: CompanionRun.state(on: objective, dimension: 2 * p), schedule: schedule ?? NoField(),
      stepSize: flow.stepSize, method: method,
      options: options ?? IntegratorOptions(precision: objective.precision))
    let name = Self.momentum(dimension: p).name
    integration.sizes = flow.coefficients.stepSize.schedule
    integration.shown = { Vector($0.prefix(p)) }
    integration.remembered = { [name: Vector($0.dropFirst(p))] }
    integration.observed = objective
    integration.isInPhaseSpace = true
    self.flow = flow
    runs = CompanionRun(
      title: flow.title, objective: objective, integration: integration,
      companions: [CompanionRun.Companion(name: name, range: p..<2 * p, place: \.momenta)])
  }

  /// What observers see.
  var measured: Iteration? {
    get { runs.integration.measured }
    set { runs.integration.measured = newValue }
  }

  func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try prepared(options).run(from: state(β, nil), steps: steps, flow.provenance(options), options)
  }

  func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try prepared(options).run(
      from: state(trajectory.end, trajectory.memory[memory[0].name]), at: trajectory, steps: steps,
      flow.provenance(options), options)
  }

  func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    try run(fromRows: starts, momenta: nil, steps: steps, options)
  }

  /// - Parameter momenta: m of each row; 0 where nil.
  func run(fromRows starts: Matrix, momenta: Matrix?, steps: Int, _ options: RunOptions) throws -> Ensemble {
    try Memory.check(rows: options.keptCount(of: steps), of: keptCount * starts.rows + 1)
    return try prepared(options).run(fromRows: starts, steps: steps, flow.provenance(options), options) { i, β in
      state(β, momenta?.row(i))
    }
  }

  /// The runs with the fields of the options' batches.
  private func prepared(_ options: RunOptions) throws -> CompanionRun {
    guard let batches = options.batches else { return runs }
    return runs.with(try flow.schedule(batches, poll: options.poll))
  }

  /// β and m; m = 0 where none of β's shape is remembered.
  private func state(_ β: Vector, _ m: Vector?) -> [Double] {
    if let m, m.count == β.count { return β.elements + m.elements }
    return β.elements + Array(repeating: 0, count: β.count)
  }
}

/// In place of the fields that a run on mini-batches makes when it begins.
struct NoField: FieldSchedule {
  func field(ofStep k: Int) -> VectorField { preconditionFailure("a run on mini-batches without batches") }
  func nextChange(after k: Int) -> Int? { nil }
}
