/// An ``EdgeFlow`` with a method that integrates it, from one choice of directions to the next.
///
/// Trajectories show the iterates that the flow stands for, and keep m and the alternating part x with every point, so that the
/// smooth part is β − (−1)ᵏx; they remember m. Between two choices of directions every step is looked at: goals end a run at a
/// step, not between two. Recorded are the eigenvalues of the high directions as `high`, no numbers where there are fewer, and
/// the number of amplitudes that were seeded as `seeds`, at the steps where directions were chosen.
public struct EdgeRun: Runner {
  let flow: EdgeFlow
  let method: any AdaptiveMethod
  let options: IntegratorOptions
  /// What observers see.
  private var measured: Iteration?

  init(_ flow: EdgeFlow, _ method: any AdaptiveMethod, _ options: IntegratorOptions) {
    (self.flow, self.method, self.options) = (flow, method, options)
  }

  public var title: String { flow.title }
  public var objective: Objective { flow.objective }
  public var stepSize: Double { flow.stepSize }
  public var keptCount: Int { (flow.momentum > 0 ? 3 : 2) * objective.dimension }
  public var memory: [StateVariable] { flow.momentum > 0 ? [PhaseRun.momentum(dimension: objective.dimension)] : [] }

  /// The same with observers, which see the method.
  ///
  /// - Parameter poll: called now and then while that is compiled; what it throws ends the work.
  public func measured<E: Error>(poll: () throws(E) -> Void) throws(E) -> EdgeRun {
    var copy = self
    copy.measured = try Iteration(MomentumMethod(method(of: flow)), on: objective, poll: poll)
    return copy
  }

  /// The method that observers see.
  public var observedMethod: Iteration? { measured }

  private func method(of flow: EdgeFlow) -> MomentumFamily {
    MomentumFamily(stepSize: flow.stepSize, momentum: flow.momentum, lookahead: 0)
  }

  var provenance: Provenance {
    Provenance(method(of: flow), flowOrder: flow.order, isInPhaseSpace: flow.momentum > 0)
  }

  /// What is remembered of m.
  func remembered(_ m: Vector) -> [String: Vector] { flow.momentum > 0 ? [memory[0].name: m] : [:] }

  /// From β with m = 0.
  public func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try run(from: β, β * 0, at: nil, steps: steps, options)
  }

  /// From where a trajectory ends, with the m that it remembers; 0 where it remembers none.
  public func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    let β = trajectory.end
    let m = trajectory.memory["m"].flatMap { $0.count == β.count ? $0 : nil } ?? β * 0
    return try run(from: β, m, at: trajectory, steps: steps, options)
  }

  public func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    try Memory.check(rows: options.keptCount(of: steps), of: keptCount * starts.rows + 1)
    var memberOptions = options
    return try Ensemble.oneByOne(
      fromRows: starts, steps: steps, progress: options.progress, interrupted: options.interrupted,
      notBegun: { _, β in EdgeProgress(self, β, β * 0, at: nil).trajectory(.interrupted) }
    ) { _, β, progress, interrupted in
      (memberOptions.progress, memberOptions.interrupted) = (progress, interrupted)
      return try run(from: β, steps: steps, memberOptions)
    }
  }

  private func run(
    from β: Vector, _ m: Vector, at trajectory: Trajectory?, steps: Int, _ options: RunOptions
  ) throws -> Trajectory {
    precondition(β.count == objective.dimension, "a point of \(β.count) coordinates for \(objective.dimension)")
    try Memory.check(rows: options.keptCount(of: steps), of: keptCount + 1)
    var run = EdgeProgress(self, β, m, at: trajectory)
    do {
      let ending = try run.make(steps, options)
      return run.trajectory(ending)
    } catch {
      options.interrupted?(.run(run.trajectory(.interrupted)))
      throw error
    }
  }
}
