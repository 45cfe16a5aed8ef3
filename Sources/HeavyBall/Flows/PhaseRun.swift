/// A flow in phase space with a method that chooses its steps: β and m after each other are integrated, and trajectories show
/// β with m beside it.
struct PhaseRun: Runner {
  let flow: HeavyBallFlow
  var integration: Integration

  var title: String { flow.title }
  var objective: Objective { flow.objective }
  var stepSize: Double { flow.stepSize }
  var memory: [StateVariable] { [Self.momentum(dimension: objective.dimension)] }

  /// m, under the name that heavy ball remembers it by.
  static func momentum(dimension: Int) -> StateVariable { StateVariable("m", .vector(dimension)) }

  /// - Parameter options: those of the loss's precision where nil.
  static func integration(
    _ flow: HeavyBallFlow, _ field: VectorField, _ method: any AdaptiveMethod, _ options: IntegratorOptions?
  ) -> Integration {
    let (objective, p) = (flow.objective, flow.objective.dimension)
    let state = Objective(name: objective.name, dimension: 2 * p) { (x) throws(Never) in x.graph.constant(0) }
    var integration = Integration(
      title: flow.title, objective: state, schedule: field, stepSize: flow.stepSize, method: method,
      options: options ?? IntegratorOptions(precision: objective.precision))
    let name = momentum(dimension: p).name
    integration.shown = { Vector($0.prefix(p)) }
    integration.remembered = { [name: Vector($0.dropFirst(p))] }
    integration.observed = objective
    return integration
  }

  func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory {
    let start = Trajectory(
      resuming: Vector(state(β, nil)), step: 0, memory: [:], of: integration.objective, stepSize: stepSize)
    return try run(start, flow.provenance, steps, options)
  }

  func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    let state = state(trajectory.end, trajectory.memory[memory[0].name])
    return try run(trajectory.ending(at: Vector(state)), flow.provenance.continuing(trajectory), steps, options)
  }

  func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    var copy = self
    copy.integration.options.keepsDenseOutput = false
    var memberOptions = options
    return try Ensemble.oneByOne(
      fromRows: starts, steps: steps, progress: options.progress, interrupted: options.interrupted,
      notBegun: { start in
        copy.shown(
          Trajectory(
            resuming: Vector(copy.state(start, nil)), step: 0, memory: [:], of: copy.integration.objective,
            stepSize: stepSize), flow.provenance, ending: .interrupted, IntegrationStatistics())
      }
    ) { start, progress, interrupted in
      (memberOptions.progress, memberOptions.interrupted) = (progress, interrupted)
      return try copy.run(from: start, steps: steps, memberOptions)
    }
  }

  /// β and m; m = 0 where none of β's shape is remembered.
  private func state(_ β: Vector, _ m: Vector?) -> [Double] {
    if let m, m.count == β.count { return β.elements + m.elements }
    return β.elements + Array(repeating: 0, count: β.count)
  }

  private func run(
    _ start: Trajectory, _ provenance: Provenance, _ steps: Int, _ options: RunOptions
  ) throws -> Trajectory {
    var options = options
    if let progress = options.progress {
      let (p, objective) = (objective.dimension, objective)
      options.progress = { try progress($0.mapped(on: objective) { Vector($0.prefix(p)) }) }
    }
    if let interrupted = options.interrupted {
      options.interrupted = {
        if case .run(let run) = $0 { interrupted(.run(shown(run, provenance, ending: run.ending, run.statistics))) }
      }
    }
    let run = try integration.run(from: start, steps: steps, options)
    return shown(run, provenance, ending: run.ending, run.statistics)
  }

  private func shown(
    _ run: Trajectory, _ provenance: Provenance, ending: RunEnd, _ statistics: IntegrationStatistics?
  ) -> Trajectory {
    let p = objective.dimension
    let (points, momenta) = run.points.points(dimension: p)
    return Trajectory(
      title: title, objective: objective, stepSize: stepSize, steps: run.steps, points: points, momenta: momenta,
      memory: [memory[0].name: Vector(run.end.dropFirst(p))], ending: ending, origin: run.origin, provenance: provenance,
      statistics: statistics, eventTime: run.eventTime, dense: run.dense?.mapped { Vector($0.prefix(p)) },
      recordings: run.recordings)
  }
}
