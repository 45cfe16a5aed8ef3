/// The fast recursion on trees: the weights σ(τ)c(τ) of −β̇ for a linear two-step method of a given symbol.
///
/// Along the limit flow β̇ = −Σ_j p_j η^j D^j f(β), D the derivative along the flow itself. With v = −β̇ the powers are
/// D^j = (−1)^j D_v^j, and f is the series of the single node:
///
///     v(τ) = Σ_j (−1)^j p_j (D_v^j •)(τ),
///
/// where on n nodes j runs to n − 1 and v is asked for on smaller trees alone.
///
/// - Complexity: cuts × nodes multiplications.
enum LimitRecursion {
  /// - Parameter symbol: p_0 … p_{n−1}, or anything in their place that is homogeneous as they are.
  /// - Throws: what `poll` throws.
  static func weights<S: SeriesScalar, E: Error>(
    _ table: TreeTable, symbol: [S], poll: () throws(E) -> Void
  ) throws(E) -> [S] {
    let factors = symbol.enumerated().map { $0 % 2 == 0 ? $1 : .zero - $1 }
    var tower = LieTower<S>(table)
    for tree in table.trees.indices {
      tower.differentiate(at: tree)
      if tree == 0 { tower[tree, 0] = S(1) }
      tower.field[tree] = tower.sum(factors, at: tree)
      if tree % 16 == 0 { try poll() }
    }
    return tower.field
  }

  static func weights<S: SeriesScalar>(_ table: TreeTable, symbol: [S]) -> [S] { weights(table, symbol: symbol) {} }
}
