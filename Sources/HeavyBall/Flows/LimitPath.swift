/// The limit flow's Taylor polynomials, found grade by grade with those of the gradient along it.
///
/// With time in steps, t = ητ, β, y = β + ν(β − e^{−ηD}β), where the gradient is taken, and ∇L(y) are polynomials in τ and η:
/// b_{i,n} τⁱηⁿ with i ≤ n, and the flow itself gives the coefficients one after another,
///
///     (i+1) b_{i+1,n+1} = −η Σ_j p_j (i+j)!/i! g_{i+j,n}.
struct LimitPath {
  let gradient: Expression
  let jets: JetExpansion
  let eta: Double
  /// p_j, as many as the gradient has grades.
  let symbol: [Double]
  /// ν.
  let lookahead: Double

  /// - Parameter wanted: the combination of powers of τ of the gradient's grade `top` that is wanted, top + 1 numbers.
  init(
    of gradient: Expression, from β: Expression, eta: Double, symbol: [Double], lookahead: Double, wanted: [Double]
  ) {
    jets = JetExpansion(of: [gradient], input: β, algebra: .flow(top: wanted.count - 1, weights: wanted))
    (self.gradient, self.eta, self.symbol, self.lookahead) = (gradient, eta, symbol, lookahead)
  }

  /// Σ_k weights[k] g_{k,n}.
  func sum(_ weights: [Double], step n: Int) -> Expression? { Self.sum(weights, of: gradient, in: jets, step: n) }

  /// Expands the gradient at all powers of τ of grade n + 1, from those of grade n.
  ///
  /// - Parameter velocity: −Σ_j p_j j! g_{j,n} where that is known already.
  func advance<E: Error>(step n: Int, velocity: Expression?, poll: () throws(E) -> Void) throws(E) {
    let rows = ahead(displacement(step: n))
    for (i, weights) in rows.enumerated() {
      let isKnown = i == 1 && lookahead == 0 && velocity != nil
      try jets.expand(
        GradedAlgebra.flowMonomial(time: i, step: n + 1),
        input: isKnown ? velocity.map { $0 * eta } : sum(weights, step: n), poll: poll)
    }
  }

  /// Expands the gradient at the combination that is wanted of the top grade, n + 1.
  func finish<E: Error>(step n: Int, wanted: [Double], poll: () throws(E) -> Void) throws(E) -> Expression? {
    let last = GradedAlgebra.flowMonomial(time: 0, step: n + 1)
    let weights = Self.combination(wanted, of: ahead(displacement(step: n)))
    try jets.expand(last, input: sum(weights, step: n), poll: poll)
    return jets[gradient, last]
  }

  /// The factors of g_{k,n} in b_{i,n+1}: by i = 0 … n + 1, then by k.
  func displacement(step n: Int) -> [[Double]] {
    [Array(repeating: 0, count: n + 1)]
      + (0...n).map { i in
        Self.derivativeWeights(symbol, time: i, step: n).map { -eta / Double(i + 1) * $0 }
      }
  }

  /// The factors in y's coefficients, of those in β's.
  private func ahead(_ rows: [[Double]]) -> [[Double]] {
    if lookahead == 0 { return rows }
    return zip(rows, Self.differences(rows)).map { row, difference in
      zip(row, difference).map { $0 + lookahead * $1 }
    }
  }

  /// The rows that belong to f(τ) − f(τ−1) where these belong to the powers of τ in f.
  static func differences(_ rows: [[Double]]) -> [[Double]] {
    rows.indices.map { i in
      // (τ−1)^l has (−1)^{l−i}C(l, i) at τⁱ.
      var binomial = 1.0
      var result = Array(repeating: 0.0, count: rows[i].count)
      for l in i + 1..<max(rows.count, i + 1) {
        binomial *= -Double(l) / Double(l - i)
        for (k, x) in rows[l].enumerated() { result[k] -= binomial * x }
      }
      return result
    }
  }

  /// Σ_i factors[i] rows[i].
  static func combination(_ factors: [Double], of rows: [[Double]]) -> [Double] {
    rows[0].indices.map { k in zip(factors, rows).reduce(0) { $0 + $1.0 * $1.1[k] } }
  }

  /// The factors p_j (i+j)!/i! that g_{i+j,n} has in the derivative sum at τⁱ, by i + j = 0 … n.
  static func derivativeWeights(_ p: [Double], time i: Int, step n: Int) -> [Double] {
    var factor = 1.0
    return (0...n).map { k in
      if k < i { return 0 }
      if k > i { factor *= Double(k) }
      return p[k - i] * factor
    }
  }

  /// Σ_k weights[k] u_{k,n} of any expression u.
  static func sum(_ weights: [Double], of u: Expression, in jets: JetExpansion, step n: Int) -> Expression? {
    let one = u.graph.constant(1, u.shape)
    return Expression.sum(
      ofProducts: weights.enumerated().compactMap { k, weight in
        guard weight != 0, let g = jets[u, GradedAlgebra.flowMonomial(time: k, step: n)] else { return nil }
        return .init(u: g, v: one, factor: weight)
      })
  }
}
