/// r = η·max|λ|/(1−√µ)²: beyond 1 heavy ball oscillates, and no flow follows it.
public final class RadiusQuantity: Quantity {
  public static let name = "radius"
  public static let summary = "eta max|lambda| / (1 - sqrt(mu))^2, of methods with a momentum mu (as sharpness)"
  public let every: Int
  private var start: [Vector] = []

  public init(every: Int) { self.every = every }

  public static func refusal(on iteration: Iteration) -> String? {
    iteration.inertia == nil ? "is for methods with a momentum mu, which \(iteration.title) has not" : nil
  }

  public func measure(_ moment: Moment) throws -> Double {
    let found = try moment.objective.spectralRadiusPairs(at: moment.point, start: start, poll: moment.poll)
    start = [found.vectors.row(0)]
    let iteration = moment.iteration
    return iteration.stepSize * found.values[0].magnitude / Radius.value(momentum: iteration.inertia ?? .nan)
  }
}
