import PolyakPlatform
import Testing

@testable import HeavyBall

/// A field whose solution is known in closed form.
struct KnownSolution: Sendable, CustomTestStringConvertible {
  let name: String
  let start: Vector
  let end: Double
  /// By how much an error grows on the way, about.
  let amplification: Double
  let build: @Sendable (Expression) -> Expression
  let solution: @Sendable (Double) -> Vector

  var testDescription: String { name }

  var field: VectorField {
    let β = Graph().input(.vector(start.count))
    return VectorField(build(β), of: β)
  }

  /// The field by a method, points being kept at multiples of a step.
  func integration(
    _ method: any AdaptiveMethod, stepSize: Double? = nil, _ options: IntegratorOptions = IntegratorOptions()
  ) -> Integration {
    Integration(
      title: name, objective: Self.objective(start.count), schedule: field, stepSize: stepSize ?? end, method: method,
      options: options)
  }

  /// Where a trajectory's loss does not matter.
  static func objective(_ dimension: Int) -> Objective {
    Objective(name: "none", dimension: dimension) { $0.squared().sum() }
  }

  /// ẋ = −R(x + ωy), ẏ = −R(y − ωx) with R = x² + y²: in polar coordinates ṙ = −r³, φ̇ = ωr².
  ///
  /// A curve in the plane, so that no order condition is met by accident as it may be on a line.
  static let spiral = KnownSolution(name: "a spiral", start: [0.8, -0.6], end: 2, amplification: 5) { β in
    let turned = Expression.concatenation([-β[1], β[0]])
    return (turned * 3 - β) * (β[0].squared() + β[1].squared())
  } solution: { t in
    let r = 1 / (1 + 2 * t).squareRoot()
    let φ = atan2(-0.6, 0.8) + 1.5 * log(1 + 2 * t)
    return [r * cos(φ), r * sin(φ)]
  }

  /// Newton's ellipse of eccentricity 0.3, a revolution and a half; Kepler's equation by Newton's method.
  static let kepler = KnownSolution(
    name: "Kepler's ellipse", start: [0.7, 0, 0, (1.3 / 0.7).squareRoot()], end: 3 * .pi, amplification: 100
  ) { β in
    let square = β[0].squared() + β[1].squared()
    let cube = square * Expression.sqrt(square)
    return Expression.concatenation([β[2], β[3], -β[0] / cube, -β[1] / cube])
  } solution: { t in
    let e = 0.3
    var u = t
    for _ in 0..<50 { u -= (u - e * sin(u) - t) / (1 - e * cos(u)) }
    let (b, d) = ((1 - e * e).squareRoot(), 1 - e * cos(u))
    return [cos(u) - e, b * sin(u), -sin(u) / d, b * cos(u) / d]
  }

  /// β̇ = β(1 − β), the logistic curve.
  static let logistic = KnownSolution(name: "the logistic curve", start: [0.01], end: 10, amplification: 25) { β in
    β * (1 - β)
  } solution: { t in
    [1 / (1 + 99 * exp(-t))]
  }

  static let all = [spiral, kepler, logistic]
}
