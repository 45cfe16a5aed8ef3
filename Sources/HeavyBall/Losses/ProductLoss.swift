/// The two-parameter model of Lyu et al., section 4: L(a₁, a₂) = (a₁a₂x − y)²/2.
///
/// Every point with a₁a₂x = y is a minimum, so where a method lands shows its implicit bias. Curvature at (a₁, a₂)
/// grows like a₁² + a₂²: from (2.8, 3.5) heavy ball with η = 5e-3, µ = 0.7 starts outside the flow's radius of
/// convergence (see ``Radius``).
public struct ProductLoss: Loss {
  public static let name = "product"
  public let x: Double
  public let y: Double
  public var dimension: Int { 2 }

  public init(x: Double = 1, y: Double) {
    self.x = x
    self.y = y
  }

  public func build(_ β: Expression) -> Expression { (β[0] * β[1] * x - y).squared() / 2 }
}
