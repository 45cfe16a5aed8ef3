/// Where a number may lie; always finite.
public struct Interval: Hashable, Sendable {
  public var lower: Double, upper: Double
  public var includesLower: Bool, includesUpper: Bool

  public init(lower: Double, upper: Double, includesLower: Bool, includesUpper: Bool) {
    (self.lower, self.upper, self.includesLower, self.includesUpper) = (lower, upper, includesLower, includesUpper)
  }

  public static let finite = Interval(lower: -.infinity, upper: .infinity, includesLower: false, includesUpper: false)
  /// > 0
  public static let positive = Interval(lower: 0, upper: .infinity, includesLower: false, includesUpper: false)
  /// [0, 1)
  public static let fraction = Interval(lower: 0, upper: 1, includesLower: true, includesUpper: false)
}
