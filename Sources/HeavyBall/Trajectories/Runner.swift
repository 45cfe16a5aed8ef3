/// What can be run: an optimizer on a loss, or a flow with an integrator.
public protocol Runner {
  /// In print: `heavy ball`.
  var title: String { get }
  var objective: Objective { get }
  /// The time of a step.
  var stepSize: Double { get }
  /// What is remembered from step to step beside the parameters.
  var memory: [StateVariable] { get }
  /// How many numbers are kept of a step: those of β, and where m is kept with every point twice as many.
  var keptCount: Int { get }

  /// Runs from a starting point.
  func run(from β: Vector, steps: Int, _ options: RunOptions) throws -> Trajectory

  /// Goes on from the end of a trajectory.
  func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions) throws -> Trajectory

  /// Runs from every row of a matrix of starting points.
  func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions) throws -> Ensemble
}

extension Runner {
  public var keptCount: Int { objective.dimension }
}

extension Iteration: Runner {
  public var memory: [StateVariable] { Array(variables.dropFirst()) }
}
