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

extension ProductLoss {
  static let input = Setting("x", .finite, "the input", default: 1)
  static let target = Setting("y", .finite, "the target")

  public static let entry = Losses.Entry(
    ProductLoss.self, "The paper's two-parameter model, (a1 a2 x - y)^2 / 2.", input, target,
    sample: Losses.Sample(ProductLoss(y: 0.6), "x = 1, y = 0.6", at: [2.8, 3.5], value: 42.32)
  ) { ProductLoss(x: $0[input], y: $0[target]) }
}
