extension Iteration {
  /// Runs from a starting point.
  ///
  ///     let iteration = Iteration(HeavyBallMethod(stepSize: 5e-3, momentum: 0.7), on: objective)
  ///     let trajectory = try iteration.run(from: [2.8, 3.5], steps: 200)
  ///
  /// A run that leaves the finite numbers is not an error: it ends before that step, which ``Trajectory/ending`` names.
  ///
  /// - Throws: what the options' functions throw.
  /// - Precondition: the point has the objective's dimension; no coefficient is of members.
  public func run(from β: Vector, steps: Int, _ options: RunOptions = RunOptions()) throws -> Trajectory {
    precondition(members == nil, "coefficients of members make ensembles")
    precondition(β.count == objective.dimension, "a point of \(β.count) coordinates for \(objective.dimension)")
    return try run(
      state: initialState(β), firstStep: 0, origin: 0, steps: steps, options.batches == nil ? provenance : .unknown, options)
  }

  /// Goes on from the end of a trajectory, with what its method remembered.
  ///
  /// The new trajectory begins with the old one's last point, and counts steps and time on from there.
  public func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions = RunOptions()) throws -> Trajectory {
    let first = trajectory.steps[trajectory.steps.count - 1]
    precondition(members == nil, "coefficients of members make ensembles")
    return try run(
      state: initialState(trajectory), firstStep: first, origin: trajectory.origin(continuingWith: sizes), steps: steps,
      options.batches == nil ? provenance.continuing(trajectory) : .unknown, options)
  }

  private func run(
    state: [Double], firstStep: Int, origin: Double, steps: Int, _ provenance: Provenance, _ options: RunOptions
  ) throws -> Trajectory {
    try Memory.check(bytes: Double(program.memory), for: .working)
    try Memory.check(rows: options.keptCount(of: steps), of: keptCount + 1)
    for observer in options.observers { try Memory.check(rows: steps / observer.every, of: 2) }
    var chunk = try ChunkRun(self, initial: state, members: 1, options: options)
    func trajectory() -> Trajectory {
      var ending = chunk.ending
      let (points, momenta) = Matrix(rows: chunk.steps.count, columns: keptCount, elements: chunk.rows)
        .points(dimension: objective.dimension)
      if ending == .completed, options.isMonitored { ending = goal(at: points.row(points.rows - 1), options) }
      return Trajectory(
        title: title, objective: objective, stepSize: stepSize, steps: chunk.steps, points: points,
        momenta: momenta, memory: variables.memory(of: chunk.state, member: 0, members: 1), memoryShapes: variables.memoryShapes,
        ending: ending,
        origin: origin,
        provenance: provenance, schedule: sizes.schedule, batches: options.batches,
        recordings: chunk.recorder.recordings)
    }
    do { try chunk.run(from: firstStep, count: steps) } catch {
      if !chunk.steps.isEmpty { options.interrupted?(.run(trajectory())) }
      throw error
    }
    return trajectory()
  }

  /// The goal that the last point meets: monitors tell only of the points before it.
  private func goal(at end: Vector, _ options: RunOptions) -> RunEnd {
    if let goal = options.lossGoal, objective.value(at: end) <= goal { return .lossGoal }
    if let goal = options.gradientGoal, objective.gradient(at: end).norm() <= goal { return .gradientGoal }
    return .completed
  }
}
