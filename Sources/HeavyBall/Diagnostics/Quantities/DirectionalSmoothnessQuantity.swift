/// The directional smoothness of the gradient step with the method's η, whatever step the method itself takes.
public final class DirectionalSmoothnessQuantity: Quantity {
  public static let name = "directional_smoothness"
  public static let summary =
    "of the step -eta grad L, whatever the method's own (a gradient beside the step's own, none along gradient descent)"
  public static let sample = 27.733440780487805
  public let isOfSteps = true
  public let every: Int

  /// - Parameter every: In how many steps it is measured once, 1 or more.
  public init(every: Int) { self.every = every }

  public func measure(_ moment: Moment) -> Double {
    let η = moment.iteration.sizes.value(at: moment.step + 1)
    if η != 0, moment.iteration.isGradientDescent(inStep: moment.step + 1), let next = moment.next {
      return moment.objective.directionalSmoothness(
        at: moment.point, to: next, gradient: moment.gradient, endGradient: moment.nextGradient)
    }
    return moment.objective.directionalSmoothness(at: moment.point, stepSize: η, gradient: moment.gradient)
  }
}
