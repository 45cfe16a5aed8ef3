/// A loss's gradient beside central differences of the loss.
///
/// Along each unit vector v it compares ∇L(β)·v with (L(β + hv) − L(β − hv))/(2h), extrapolated to h² → 0 (Richardson),
/// for h = 1e-1 ... 1e-6 times the size of β. Of these differences it takes the one that two step lengths agree best on;
/// how well they agree, and how much rounding of L there is in it, is its uncertainty.
///
/// Where L has a kink at β itself the difference is the mean of the slopes of both sides: the error shows it unless the
/// gradient is that mean too, as for |x| at 0. A kink nearby does not matter, as shorter differences leave it out.
public struct GradientCheck: Hashable, Sendable {
  /// One direction's result.
  public struct Comparison: Hashable, Sendable {
    public let direction: Vector
    /// Which coordinate the direction is, from 0; nil for a random one.
    public let coordinate: Int?
    /// ∇L(β)·v.
    public let derivative: Double
    public let difference: Double
    /// How far the difference is thought to be from what it should be.
    public let uncertainty: Double

    /// |derivative − difference| over the larger of both, and over no less than a million times the uncertainty: what
    /// differences cannot tell from rounding comes out near 1e-6. NaN where L or its gradient is not finite.
    public var error: Double {
      let distance = (derivative - difference).magnitude
      if distance == 0 { return 0 }
      return distance / max(derivative.magnitude, difference.magnitude, 1e6 * uncertainty)
    }
  }

  /// The direction with the largest error; one where it is NaN comes before all.
  public let worst: Comparison
  /// How many directions were looked at.
  public let count: Int

  /// Along random directions and along coordinates: all, or that many chosen at random.
  ///
  /// - Parameter poll: Called before each direction; what it throws ends the check.
  /// - Precondition: there is a direction to look at.
  /// - Complexity: a gradient, and 24 values of L for each direction.
  public init(
    of objective: Objective, at β: Vector, directions: Int = 10, coordinates: Int = 100, seed: Int = 0,
    poll: () throws -> Void
  ) rethrows {
    precondition(directions + coordinates > 0, "a direction at least")
    let n = objective.dimension
    var random = RandomGenerator(seed: seed)
    let chosen = coordinates >= n ? Array(0..<n) : Array(random.permutation(of: n).prefix(coordinates))
    let gradient = objective.gradient(at: β)
    var worst: Comparison?
    func compare(_ v: Vector, _ coordinate: Int?) throws {
      try poll()
      let (difference, uncertainty) = Self.difference(of: objective, at: β, along: v)
      let found = Comparison(
        direction: v, coordinate: coordinate, derivative: gradient.dot(v), difference: difference,
        uncertainty: uncertainty)
      guard let before = worst else { return worst = found }
      if !before.error.isNaN, !(found.error <= before.error) { worst = found }
    }
    for _ in 0..<directions {
      var v = Vector(repeating: 0, count: n)
      random.fill(&v, from: .normal)
      try compare(v / v.norm(), nil)
    }
    for i in chosen.sorted() {
      var v = Vector(repeating: 0, count: n)
      v[i] = 1
      try compare(v, i)
    }
    guard let worst else { preconditionFailure("a direction at least") }
    self.worst = worst
    count = directions + chosen.count
  }

  private static func difference(
    of objective: Objective, at β: Vector, along v: Vector
  ) -> (value: Double, uncertainty: Double) {
    // The size of β along v: that of the coordinate, or the root mean square of all.
    let size = zip(β, v).reduce(0) { $0 + ($1.0 * $1.1) * ($1.0 * $1.1) }.squareRoot()
    var best = (value: Double.nan, uncertainty: Double.infinity)
    var h = 0.1 * max(size, 0.1)
    for _ in 0..<6 {
      let (wide, rough) = central(objective, β, v, h)
      let (narrow, fine) = central(objective, β, v, h / 2)
      let uncertainty = (wide - narrow).magnitude / 3 + rough + fine
      if uncertainty < best.uncertainty { best = ((4 * narrow - wide) / 3, uncertainty) }
      h /= 10
    }
    return best
  }

  /// A central difference and its rounding error.
  private static func central(
    _ objective: Objective, _ β: Vector, _ v: Vector, _ h: Double
  ) -> (value: Double, rounding: Double) {
    let (ahead, behind) = (objective.value(at: β + v * h), objective.value(at: β - v * h))
    let unit = objective.graph.precision == .single ? 0x1p-23 : 0x1p-52
    return ((ahead - behind) / (2 * h), unit * max(ahead.magnitude, behind.magnitude) / h)
  }
}
