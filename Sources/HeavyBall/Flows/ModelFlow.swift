/// A flow that models a method's steps, to be held against them.
public protocol ModelFlow {
  var objective: Objective { get }

  /// The method, as it makes its steps.
  ///
  /// - Parameter poll: called now and then while that is compiled; what it throws ends the work.
  func modelledMethod(poll: () throws -> Void) throws -> Iteration

  /// The flow with a method that integrates it.
  func runner(
    _ method: any AdaptiveMethod, _ options: IntegratorOptions?, poll: () throws -> Void
  ) throws -> any Runner

  /// The method at a point with the m of one that has run long; nil where there is none.
  func settledStart(at β: Vector, poll: () throws -> Void) throws -> Trajectory?

  /// In print.
  var title: String { get }

  /// r, beyond 1 where the flow's series does not converge.
  func validity(at β: Vector, poll: () throws -> Void) throws -> Double
}

extension HeavyBallFlow: ModelFlow {
  public func modelledMethod(poll: () throws -> Void) throws -> Iteration { try iteration(poll: poll) }

  public func runner(
    _ method: any AdaptiveMethod, _ options: IntegratorOptions?, poll: () throws -> Void
  ) throws -> any Runner {
    try run(method, options, poll: poll)
  }

  public func validity(at β: Vector, poll: () throws -> Void) throws -> Double { validity(at: β) }
}

extension EdgeFlow: ModelFlow {
  public func modelledMethod(poll: () throws -> Void) throws -> Iteration {
    try Iteration(
      MomentumMethod(MomentumFamily(stepSize: stepSize, momentum: momentum, lookahead: 0)), on: objective, poll: poll)
  }

  public func runner(
    _ method: any AdaptiveMethod, _ options: IntegratorOptions?, poll: () throws -> Void
  ) throws -> any Runner {
    run(method, options)
  }

  public func settledStart(at β: Vector, poll: () throws -> Void) throws -> Trajectory? { nil }
}
