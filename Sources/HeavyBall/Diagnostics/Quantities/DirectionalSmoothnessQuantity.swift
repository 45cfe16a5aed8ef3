/// The directional smoothness of the gradient step with the method's η, whatever step the method itself takes.
public final class DirectionalSmoothnessQuantity: Quantity {
  public static let name = "directional_smoothness"
  public static let summary = "of the step -eta grad L, whatever the method's own (two gradients)"
  public static let sample = 27.733440780487805
  public let every: Int

  public init(every: Int) { self.every = every }

  public func measure(_ moment: Moment) -> Double {
    moment.objective.directionalSmoothness(
      at: moment.point, stepSize: moment.iteration.sizes.value(at: moment.step + 1), gradient: moment.gradient)
  }
}
