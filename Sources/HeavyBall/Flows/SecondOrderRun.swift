/// An equation of order 2 with a method that integrates it: trajectories show b, and remember b′ as `v`.
public struct SecondOrderRun: Runner {
  let flow: SecondOrderFlow
  private(set) var integration: Integration
  /// b′(0), where it is not the equation's own.
  let velocity: Vector?

  init(flow: SecondOrderFlow, integration: Integration, velocity: Vector?) {
    (self.flow, self.integration, self.velocity) = (flow, integration, velocity)
  }

  public var title: String { flow.kind.title }
  public var objective: Objective { flow.objective }
  public var stepSize: Double { flow.stepSize }
  public var memory: [StateVariable] { [StateVariable(Self.velocityName, .vector(objective.dimension))] }

  private static let velocityName = "v"

  /// The same with observers, which see the heavy ball of this η and µ.
  ///
  /// - Parameter poll: called now and then while that is compiled; what it throws ends the work.
  public func measured<E: Error>(poll: () throws(E) -> Void) throws(E) -> SecondOrderRun {
    var copy = self
    let method = MomentumFamily(stepSize: flow.stepSize, momentum: flow.momentum, lookahead: 0)
    copy.integration.measured = try Iteration(MomentumMethod(method), on: flow.objective, poll: poll)
    return copy
  }

  /// The method that observers see.
  public var observedMethod: Iteration? { integration.measured }

  public func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory {
    let start = Trajectory(
      resuming: Vector(state(β, velocity ?? flow.velocity(at: β), time: 0)), step: 0, memory: [:],
      of: integration.objective, stepSize: stepSize)
    return try run(start, Provenance(flow.method, flowOrder: 1, hasOwnField: true), steps, options)
  }

  /// Goes on from where a trajectory ends: with its velocity, or where it has none with the one of a start there.
  public func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    let own = trajectory.memory[Self.velocityName].flatMap { $0.count == objective.dimension ? $0 : nil }
    let state = state(trajectory.end, own ?? velocity ?? flow.velocity(at: trajectory.end), time: trajectory.endTime)
    let provenance = Provenance(flow.method, flowOrder: 1, hasOwnField: true).continuing(trajectory)
    return try run(trajectory.ending(at: Vector(state)), provenance, steps, options)
  }

  public func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    var memberOptions = options
    return try Ensemble.oneByOne(
      fromRows: starts, steps: steps, progress: options.progress, interrupted: options.interrupted,
      notBegun: { start in
        Trajectory(
          title: title, objective: objective, stepSize: stepSize, steps: [0],
          points: Matrix(rows: 1, columns: start.count, elements: start.elements),
          memory: [Self.velocityName: velocity ?? flow.velocity(at: start)], ending: .interrupted, origin: 0,
          provenance: Provenance(flow.method, flowOrder: 1, hasOwnField: true), statistics: IntegrationStatistics())
      }
    ) { start, progress, interrupted in
      (memberOptions.progress, memberOptions.interrupted) = (progress, interrupted)
      return try run(from: start, steps: steps, memberOptions)
    }
  }

  private func state(_ β: Vector, _ velocity: Vector, time: Double) -> [Double] {
    β.elements + velocity.elements + (flow.system.dependsOnTime ? [time] : [])
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
      options.interrupted = { if case .run(let run) = $0 { interrupted(.run(shown(run, provenance))) } }
    }
    return shown(try integration.run(from: start, steps: steps, options), provenance)
  }

  private func shown(_ run: Trajectory, _ provenance: Provenance) -> Trajectory {
    let p = objective.dimension
    return Trajectory(
      title: title, objective: objective, stepSize: stepSize, steps: run.steps,
      points: Matrix((0..<run.points.rows).map { Array(run.points.row($0).prefix(p)) }),
      memory: [Self.velocityName: Vector(run.end[p..<2 * p])], ending: run.ending, origin: run.origin,
      provenance: provenance, statistics: run.statistics, eventTime: run.eventTime,
      dense: run.dense?.mapped { Vector($0.prefix(p)) }, recordings: run.recordings)
  }
}
