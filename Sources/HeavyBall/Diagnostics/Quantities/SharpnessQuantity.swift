/// The largest eigenvalue of the Hessian, each time from the last time's vector.
public final class SharpnessQuantity: Quantity {
  public static let name = "sharpness"
  public static let summary = "the Hessian's largest eigenvalue (10 to 200 products with vectors, one to two gradients each)"
  public static let sample = 29.172520095401808
  public let every: Int
  private var start: [Vector] = []

  public init(every: Int) { self.every = every }

  public func measure(_ moment: Moment) throws -> Double {
    // The eigenvalue furthest from 0 is the one furthest to the right where it is positive.
    if let found = moment.outermost, found.isConverged, found.values[0] > 0 {
      start = [found.vectors.row(0)]
      return found.values[0]
    }
    if let found = moment.sharpest {
      start = [found.vectors.row(0)]
      return found.values[0]
    }
    var options = EigenpairOptions(precision: moment.objective.precision)
    options.start = start
    let found = try moment.objective.sharpness(at: moment.point, options, poll: moment.poll)
    moment.sharpest = found
    start = [found.vectors.row(0)]
    return found.values[0]
  }
}
