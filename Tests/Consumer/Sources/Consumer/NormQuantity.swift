import HeavyBall

/// A quantity of one's own: ‖β‖.
final class NormQuantity: Quantity {
  static let name = "norm"
  static let summary = "|beta| (costs next to nothing)"
  static let sample = 4.4821869662029945
  let every: Int

  init(every: Int) { self.every = every }

  func measure(_ moment: Moment) -> Double { moment.point.norm() }
}
