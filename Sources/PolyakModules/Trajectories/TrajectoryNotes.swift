import HeavyBall

/// What there is to be said of a run where it is printed.
protocol TrajectoryNotes: AnyObject {
  /// The lines of a trajectory.
  func lines(of trajectory: Trajectory, poll: () throws -> Void) throws -> [String]
  /// The lines of an ensemble.
  func lines(of ensemble: Ensemble, poll: () throws -> Void) throws -> [String]
  /// Those of one member of an ensemble, counted from 0.
  func notes(ofMember i: Int) -> (any TrajectoryNotes)?
  /// The line of a run that failed: what was so where it began.
  var atStart: String { get }
}
