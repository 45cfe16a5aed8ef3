/// Runs of a system whose state is more than β: trajectories show β, and remember the rest.
///
/// That is m of a flow in phase space, b′ of an equation of order 2, the error that a flow carries along, the imaginary parts
/// of a principal flow.
struct CompanionRun {
  let title: String
  /// The loss on β.
  let objective: Objective
  /// Of the whole state.
  var integration: Integration
  /// The parts of the state that are remembered.
  let companions: [Companion]
  /// β of a state; its first elements where nil.
  var point: ((Vector) -> Vector)? = nil

  struct Companion {
    /// The name that it is remembered by.
    let name: String
    /// Its elements of the state.
    let range: Range<Int>
    /// That of what is no vector.
    var shape: Shape? = nil
    /// Where a trajectory keeps it with every point, where it does.
    var place: WritableKeyPath<Trajectory, Matrix?>? = nil
  }

  /// In place of the loss, of a whole state, which has none.
  static func state(on objective: Objective, dimension: Int) -> Objective {
    Objective(name: objective.name, dimension: dimension) { (x) throws(Never) in x.graph.constant(0) }
  }

  /// What trajectories remember.
  var memory: [StateVariable] { companions.map { StateVariable($0.name, $0.shape ?? .vector($0.range.count)) } }

  /// Has observers see a method on the loss.
  mutating func observe<E: Error>(_ method: MomentumFamily, poll: () throws(E) -> Void) throws(E) {
    integration.measured = try Iteration(MomentumMethod(method), on: objective, poll: poll)
  }

  /// The same with other fields.
  func with(_ schedule: any FieldSchedule) -> CompanionRun {
    var copy = self
    copy.integration.schedule = schedule
    return copy
  }

  /// From a state at step 0.
  func run(
    from state: [Double], steps: Int, _ provenance: Provenance, _ options: RunOptions
  ) throws -> Trajectory {
    try run(beginning(state), steps: steps, provenance, options)
  }

  /// From a state at the end of a trajectory.
  func run(
    from state: [Double], at trajectory: Trajectory, steps: Int, _ provenance: Provenance, _ options: RunOptions
  ) throws -> Trajectory {
    try run(trajectory.ending(at: Vector(state)), steps: steps, provenance.continuing(trajectory), options)
  }

  /// From the rows of a matrix, one after another.
  ///
  /// - Parameter state: that of a row's number and point.
  func run(
    fromRows starts: Matrix, steps: Int, _ provenance: Provenance, _ options: RunOptions,
    state: (Int, Vector) -> [Double]
  ) throws -> Ensemble {
    var member = self
    member.integration.options.keepsDenseOutput = false
    var memberOptions = options
    return try Ensemble.oneByOne(
      fromRows: starts, steps: steps, progress: options.progress, interrupted: options.interrupted,
      notBegun: { i, start in
        member.shown(
          beginning(state(i, start)), provenance, options, ending: .interrupted, statistics: IntegrationStatistics())
      }
    ) { i, start, progress, interrupted in
      (memberOptions.progress, memberOptions.interrupted) = (progress, interrupted)
      return try member.run(from: state(i, start), steps: steps, provenance, memberOptions)
    }
  }

  private func beginning(_ state: [Double]) -> Trajectory {
    Trajectory(
      resuming: Vector(state), step: 0, memory: [:], of: integration.objective, stepSize: integration.stepSize)
  }

  private func run(
    _ start: Trajectory, steps: Int, _ provenance: Provenance, _ options: RunOptions
  ) throws -> Trajectory {
    var own = options
    if let progress = options.progress {
      let (objective, point) = (objective, parameters)
      own.progress = { try progress($0.mapped(on: objective, point)) }
    }
    if let interrupted = options.interrupted {
      own.interrupted = {
        if case .run(let run) = $0 {
          interrupted(.run(shown(run, provenance, options, ending: run.ending, statistics: run.statistics)))
        }
      }
    }
    let run = try integration.run(from: start, steps: steps, own)
    return shown(run, provenance, options, ending: run.ending, statistics: run.statistics)
  }

  private var parameters: (Vector) -> Vector {
    let p = objective.dimension
    return point ?? { Vector($0.prefix(p)) }
  }

  private func shown(
    _ run: Trajectory, _ provenance: Provenance, _ options: RunOptions, ending: RunEnd, statistics: IntegrationStatistics?
  ) -> Trajectory {
    let parameters = parameters
    var points = Matrix(rows: run.points.rows, columns: objective.dimension)
    for i in 0..<points.rows {
      for (j, x) in parameters(run.points.row(i)).enumerated() { points[i, j] = x }
    }
    var shown = Trajectory(
      title: title, objective: objective, stepSize: run.stepSize, steps: run.steps, points: points, memory: [:],
      ending: ending, origin: run.origin, provenance: provenance, schedule: run.schedule, batches: options.batches,
      statistics: statistics, eventTime: run.eventTime, dense: run.dense?.mapped(parameters), recordings: run.recordings)
    for companion in companions {
      let range = companion.range
      shown.memory[companion.name] = Vector(run.end[range])
      shown.memoryShapes[companion.name] = companion.shape
      guard let place = companion.place else { continue }
      shown[keyPath: place] = run.points.columns(from: range.lowerBound, count: range.count)
      if place == \.momenta { shown.denseMomenta = run.dense?.mapped { Vector($0[range]) } }
    }
    return shown
  }
}
