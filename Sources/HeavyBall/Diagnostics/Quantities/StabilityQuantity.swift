/// The sharpness over the curvature at which the method's next step is no longer stable, see ``StabilityThreshold``: the edge of
/// stability is 1.
public final class StabilityQuantity: Quantity {
  public static let name = "stability"
  public static let summary =
    "the sharpness over the method's threshold, 2/eta of gd, 2 (1 + mu)/eta of hb; of gd, hb, nag and momentum (as sharpness, and nothing more beside it)"
  public static let sample = 0.04290076484617912
  public let every: Int
  private let sharpness: SharpnessQuantity

  public init(every: Int) {
    self.every = every
    sharpness = SharpnessQuantity(every: every)
  }

  public static func refusal(on iteration: Iteration) -> String? { RadiusQuantity.refusal(on: iteration) }

  public func measure(_ moment: Moment) throws -> Double {
    guard let method = moment.iteration.method(inStep: moment.step + 1) else { return .nan }
    return try sharpness.measure(moment) / StabilityThreshold(of: method).curvature
  }
}
