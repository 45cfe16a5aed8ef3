/// What an integration took.
public struct IntegrationStatistics: Hashable, Sendable {
  public internal(set) var acceptedSteps = 0
  public internal(set) var rejectedSteps = 0
  /// Evaluations of the field.
  public internal(set) var evaluations = 0
  /// Taylor expansions of the solution; each does an evaluation's work many times over.
  public internal(set) var expansions = 0
  /// Evaluations of the Jacobian.
  public internal(set) var jacobians = 0
  /// The time that the run got to: its end, or where it failed.
  public internal(set) var time = 0.0

  public init() {}

  /// Adds what another integration took, all but its time.
  mutating func add(_ other: IntegrationStatistics) {
    acceptedSteps += other.acceptedSteps
    rejectedSteps += other.rejectedSteps
    evaluations += other.evaluations
    expansions += other.expansions
    jacobians += other.jacobians
  }

  /// Steps tried.
  var attempts: Int { acceptedSteps + rejectedSteps }
}
