/// A number along a solution whose zero ends an integration, at the very place between two steps where it is.
public struct StopEvent {
  /// What ``Trajectory/ending`` is then.
  let ending: RunEnd
  /// Whether 0 or less ends the run, from the start on; or only a zero on the way, where the number changes its sign.
  let isGoal: Bool
  /// The number at a point of as many elements as what is integrated has.
  ///
  /// Unsafe pointer: it is asked for at several places of each step.
  let value: (UnsafePointer<Double>) throws -> Double

  init(_ ending: RunEnd, isGoal: Bool, value: @escaping (UnsafePointer<Double>) throws -> Double) {
    (self.ending, self.isGoal, self.value) = (ending, isGoal, value)
  }
}
