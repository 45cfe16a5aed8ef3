/// The largest eigenvalue of the Hessian, each time from the last time's vector.
public final class SharpnessQuantity: Quantity {
  public static let name = "sharpness"
  public static let summary = "the Hessian's largest eigenvalue (10 to 200 products with vectors, two gradients each)"
  public static let sample = 29.172520095401808
  public let every: Int
  private var start: [Vector] = []

  public init(every: Int) { self.every = every }

  public func measure(_ moment: Moment) throws -> Double {
    var options = EigenpairOptions(precision: moment.objective.precision)
    options.start = start
    let found = try moment.objective.sharpness(at: moment.point, options, poll: moment.poll)
    start = [found.vectors.row(0)]
    return found.values[0]
  }
}
