@testable import HeavyBall

/// Runs on diagonal linear networks and what theory says of them, computed apart from the product.
struct DiagonalReference: Decodable {
  let X: [[Double]]
  let w_star: [Double]
  let y: [Double]
  let cases: [Case]

  struct Case: Decodable {
    let eta: Double, mu: Double, s: Double, theta: Double
    let steps: Int
    let w: [Double], kappa: [Double], kappa_joint: [Double], kappa_printed: [Double]
    let loss_every_steps_tenth: [Double]
    let integral_gradient_squared: [Double]
    let potential_gf_sum: Double
    let distance: Double
    let field_alpha2_at_start: [Double], field_alpha3_at_start: [Double]
  }

  static let names = ["dln_small.json", "dln.json"]

  static func read(_ name: String) throws -> DiagonalReference { try SeriesReference.read(Self.self, name) }

  var problem: DiagonalProblem { DiagonalProblem(x: Matrix(X), y: Vector(y), truth: Vector(w_star)) }
}
