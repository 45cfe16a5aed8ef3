/// The fast recursion on trees: the weights σ(τ)c(τ) of −β̇ for a linear two-step method of a given symbol.
///
/// Along the limit flow β̇ = −Σ_j p_j η^j D^j f(y), D the derivative along the flow itself. With v = −β̇ the powers are
/// D^j = (−1)^j D_v^j, and f(β) is the series of the single node:
///
///     v(τ) = Σ_j (−1)^j p_j (D_v^j u)(τ),   u = •,
///
/// where on n nodes j runs to n − 1 and v is asked for on smaller trees alone. With a lookahead y = β − νηr, where
/// r = Σ_{m≥1} D_v^{m−1}v/m! leads a step back, β(t − η) = β + ηr; and u(τ) = Π −νr(children).
///
/// - Complexity: cuts × nodes multiplications, with a lookahead twice as many.
enum LimitRecursion {
  /// - Throws: what `poll` throws.
  static func weights<S: SeriesScalar, E: Error>(
    _ table: TreeTable, _ factors: LimitFactors<S>, poll: () throws(E) -> Void
  ) throws(E) -> [S] {
    var gradient = LieTower<S>(table)
    var field = factors.lookahead.map { _ in LieTower<S>(table) }
    var steps: [S] = []
    var outputs: [S] = []
    for tree in table.trees.indices {
      gradient.differentiate(at: tree)
      if tree == 0 {
        gradient[tree, 0] = S(1)
      } else if let ν = factors.lookahead, let (rest, last) = table.split(tree) {
        gradient[tree, 0] = gradient[rest, 0] * (ν * steps[last])
      }
      let value = gradient.sum(factors.symbol, at: tree)
      gradient.field[tree] = value
      if factors.lookahead != nil {
        field?.differentiate(at: tree)
        field?[tree, 0] = value
        field?.field[tree] = value
        steps.append(field?.sum(factors.backward, at: tree) ?? .zero)
      }
      if let output = factors.output { outputs.append(gradient.sum(output, at: tree)) }
      if tree % 16 == 0 { try poll() }
    }
    return factors.output == nil ? gradient.field : outputs
  }

  static func weights<S: SeriesScalar>(_ table: TreeTable, _ factors: LimitFactors<S>) -> [S] {
    weights(table, factors) {}
  }
}
