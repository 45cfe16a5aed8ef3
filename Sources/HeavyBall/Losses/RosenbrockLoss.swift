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

extension RosenbrockLoss {
  static let minimum = Setting("a", .finite, "where the minimum is", default: 1)
  static let steepness = Setting("b", .finite, "how steep", default: 100)
  static let parameters = Setting("n", .integer(in: 2...1_000_000), "the number of parameters", default: 2)

  public static let entry = Losses.Entry(
    RosenbrockLoss.self, "Rosenbrock's valley, the sum of (a - b_i)^2 + b (b_{i+1} - b_i^2)^2.", minimum, steepness, parameters,
    sample: Losses.Sample(RosenbrockLoss(), "", at: [-1.2, 1], value: 24.2)
  ) { RosenbrockLoss(a: $0[minimum], b: $0[steepness], dimension: $0[parameters]) }
}
