/// Rosenbrock's valley, L(β) = Σ (a − βᵢ)² + b(βᵢ₊₁ − βᵢ²)², the sum over i < n; a = 1, b = 100 is the classical one.
///
/// The minimum at (a, a², …) lies in a narrow curved valley. Rosenbrock, The Computer Journal 3 (1960) 175.
public struct RosenbrockLoss: Loss {
  public static let name = "rosenbrock"
  public let a: Double
  public let b: Double
  public let dimension: Int

  /// - Precondition: the dimension is at least 2.
  public init(a: Double = 1, b: Double = 100, dimension: Int = 2) {
    precondition(dimension >= 2, "Rosenbrock's function has at least two parameters")
    self.a = a
    self.b = b
    self.dimension = dimension
  }

  public func build(_ β: Expression) -> Expression {
    let (left, right) = (β[0..<dimension - 1], β[1..<dimension])
    return ((a - left).squared() + b * (right - left.squared()).squared()).sum()
  }
}
