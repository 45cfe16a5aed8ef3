import HeavyBall

/// The loss where a run is, looked at so seldom that looking takes no more than a fiftieth of the time.
struct LatestLoss {
  /// Nil where there is none: of many members side by side.
  private(set) var value: Double?
  private var dueAt = -Double.infinity

  /// - Returns: Whether the value is new.
  @discardableResult
  mutating func look(_ progress: RunProgress) -> Bool {
    let start = monotonicSeconds()
    guard start >= dueAt, let loss = progress.loss else { return false }
    value = loss
    let now = monotonicSeconds()
    dueAt = now + 49 * (now - start)
    return true
  }
}
