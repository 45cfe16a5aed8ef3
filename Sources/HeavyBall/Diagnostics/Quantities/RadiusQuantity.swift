/// r = η·max|λ|/R(µ, ν), see ``Radius``: beyond 1 no first-order flow follows the method; heavy ball oscillates there. Along
/// a flow in phase space R is that form's, and beyond 1 no flow follows it.
public final class RadiusQuantity: Quantity {
  public static let name = "radius"
  public static let summary =
    "eta max|lambda| / R(mu, nu), heavy ball's R being (1 - sqrt(mu))^2, along a flow in form \"phase\" (1 + sqrt(mu))^2; of gd, hb, nag, momentum and two_step (as sharpness)"
  public static let sample = 5.4671248353529185
  public let every: Int
  private var start: [Vector] = []

  public init(every: Int) { self.every = every }

  public static func refusal(on iteration: Iteration) -> String? {
    guard let method = iteration.methodOnQuadratics(inStep: 1) else {
      return "is for methods with a momentum mu, which \(iteration.title) has not"
    }
    return (0..<1).contains(method.momentum)
      ? nil : "is for a momentum mu in [0, 1), got \(method.momentum) of \(iteration.title)"
  }

  public func measure(_ moment: Moment) throws -> Double {
    let found = try moment.objective.spectralRadiusPairs(at: moment.point, start: start, poll: moment.poll)
    start = [found.vectors.row(0)]
    moment.outermost = found
    guard let method = moment.iteration.methodOnQuadratics(inStep: moment.step + 1) else { return .nan }
    return method.stepSize * found.values[0].magnitude / method.radius(isInPhaseSpace: moment.isInPhaseSpace)
  }
}
