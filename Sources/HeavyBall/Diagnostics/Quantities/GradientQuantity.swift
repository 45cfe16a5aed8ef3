/// ‖∇L(β)‖.
public final class GradientQuantity: Quantity {
  public static let name = "gradient"
  public static let summary = "|grad L| (one gradient)"
  public static let sample = 41.236120089067546
  public let isOfSteps = true
  public let every: Int

  /// - Parameter every: In how many steps it is measured once, 1 or more.
  public init(every: Int) { self.every = every }

  public func measure(_ moment: Moment) -> Double { moment.gradient.norm() }
}
