/// A flow with an integrator: it begins where the flow's form says.
///
/// In phase space it begins with m = 0, or with the `m` that a trajectory remembers, as heavy ball would.
///
///     let start = Trajectory(resuming: β, step: 0, memory: ["m": m], of: objective, stepSize: 1e-3)
///     try flow.run(DormandPrince853()).run(from: start, steps: 200, RunOptions())
public struct FlowRun: ModelRunner {
  /// Steps in each η of a method with equal steps, unless another number is asked for.
  public static let defaultSubsteps = 10

  let flow: HeavyBallFlow
  private(set) var runner: any Runner

  /// The same with observers, which see the method that is modelled.
  ///
  /// - Parameter poll: called now and then while that is compiled; what it throws ends the work.
  public func measured<E: Error>(poll: () throws(E) -> Void) throws(E) -> FlowRun {
    var copy = self
    let measured = try flow.iteration(poll: poll)
    if var integration = runner as? Integration {
      integration.measured = measured
      copy.runner = integration
    } else if var run = runner as? PhaseRun {
      run.measured = measured
      copy.runner = run
    } else if var run = runner as? ErrorRun {
      run.measured = measured
      copy.runner = run
    }
    return copy
  }

  /// The method that observers see.
  public var observedMethod: Iteration? {
    (runner as? Integration)?.measured ?? (runner as? PhaseRun)?.measured ?? (runner as? ErrorRun)?.measured
  }

  public var title: String { flow.title }
  public var objective: Objective { flow.objective }
  public var stepSize: Double { flow.stepSize }
  public var memory: [StateVariable] { runner.memory }
  public var keptCount: Int { runner.keptCount }

  /// The flow of heavy ball's start β; in the matched form its own start is another point.
  public func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory {
    // One that carries its error along finds its start itself, with the error there.
    if let run = runner as? ErrorRun { return try run.run(from: β, steps: steps, options) }
    return try runner.run(from: flow.start(from: β), steps: steps, options)
  }

  /// Goes on from where the trajectory ends, whatever made it: nothing is corrected in the matched form. In the
  /// piecewise form the field goes on from the trajectory's step too.
  public func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory {
    try runner.run(from: trajectory, steps: steps, options)
  }

  public func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    if let run = runner as? ErrorRun { return try run.run(fromRows: starts, steps: steps, options) }
    var own = starts
    if flow.form == .matched {
      for i in 0..<starts.rows {
        for (j, x) in flow.start(from: starts.row(i)).enumerated() { own[i, j] = x }
      }
    }
    return try runner.run(fromRows: own, steps: steps, options)
  }

  /// The same in phase space with an m for each row.
  ///
  /// - Precondition: the flow is in phase space, with a method that chooses its steps or ``FixedSteps``; there are as many rows.
  public func run(fromRows starts: Matrix, momenta: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble {
    guard let run = runner as? PhaseRun else { preconditionFailure("a flow of beta and m") }
    return try run.run(fromRows: starts, momenta: momenta, steps: steps, options)
  }
}
