/// The limit form's coefficients at a number µ, by the fast recursion in doubles.
///
///     LimitCoefficients.values(momentum: 0.5, order: 2)      // [2.0, 6.0]
///
/// Quicker than ``LimitSeries`` by an order of magnitude; to rounding of the largest terms that a coefficient has.
public enum LimitCoefficients {
  /// c(τ) in the order of `RootedTree.all(upTo: order)`, for −β̇ = Σ c(τ) η^{|τ|−1} F(τ).
  ///
  /// - Precondition: µ is in [0, 1), the order at least 1.
  public static func values(momentum: Double, order: Int) -> [Double] {
    values(MomentumNumbers(momentum: momentum), order: order) {}
  }

  /// The same, with a function that is called every few milliseconds and may throw.
  public static func values<E: Error>(
    _ method: MomentumNumbers, order: Int, poll: () throws(E) -> Void
  ) throws(E) -> [Double] {
    precondition(order >= 1, "a flow's order")
    let table = try TreeTable(order: order, poll: poll)
    let weights = try LimitRecursion.weights(table, LimitFactors(method, order: order), poll: poll)
    return zip(weights, table.trees).map { $0 / Double($1.symmetry) }
  }

  /// About how many bytes the coefficients of an order take while they are computed, step by step or in the limit.
  public static func memory(order: Int) -> Int {
    let counts = RootedTree.counts(upTo: order)
    return (1...max(order, 1)).reduce(0) { $0 + counts[$1] * (8 * ($1 < order ? $1 : 1) + 12 * $1 + 96) }
  }
}
