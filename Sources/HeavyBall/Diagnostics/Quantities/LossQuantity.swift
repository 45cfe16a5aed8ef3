/// L(β).
public final class LossQuantity: Quantity {
  public static let name = "loss"
  public static let summary = "L (one evaluation)"
  public static let sample = 42.32
  public let isOfSteps = true
  public let every: Int

  /// - Parameter every: In how many steps it is measured once, 1 or more.
  public init(every: Int) { self.every = every }

  public func measure(_ moment: Moment) -> Double { moment.loss }
}
