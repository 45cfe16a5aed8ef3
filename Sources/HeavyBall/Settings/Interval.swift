/// Where a number may lie; always finite. One that includes its upper end includes its lower end.
public struct Interval: Hashable, Sendable {
  public var lower: Double, upper: Double
  public var includesLower: Bool, includesUpper: Bool

  /// - Precondition: lower < upper; an upper end that is included has a lower end that is.
  public init(lower: Double, upper: Double, includesLower: Bool, includesUpper: Bool) {
    precondition(lower < upper && (includesLower || !includesUpper), "an interval (a, b), [a, b) or [a, b]")
    (self.lower, self.upper, self.includesLower, self.includesUpper) = (lower, upper, includesLower, includesUpper)
  }

  public func contains(_ x: Double) -> Bool {
    x.isFinite && (includesLower ? x >= lower : x > lower) && (includesUpper ? x <= upper : x < upper)
  }

  public static let finite = Interval(lower: -.infinity, upper: .infinity, includesLower: false, includesUpper: false)
  /// > 0
  public static let positive = Interval(lower: 0, upper: .infinity, includesLower: false, includesUpper: false)
  /// >= 0
  public static let nonNegative = Interval(lower: 0, upper: .infinity, includesLower: true, includesUpper: false)
  /// [0, 1)
  public static let fraction = Interval(lower: 0, upper: 1, includesLower: true, includesUpper: false)
}
