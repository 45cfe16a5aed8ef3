/// The heavy-ball flow's field in its limit form (Lyu et al., Table 1), to any order, by the fast recursion.
///
/// Heavy ball is a linear two-step method, so its limit flow satisfies (e^{ηD} − (1+µ) + µe^{−ηD})β = −η∇L(β) with D
/// the derivative along the flow. Dividing by the symbol,
///
///     β̇ = −Σ_j p_j η^j D^j ∇L(β),   Σ_j p_j x^j = x / (e^x − (1+µ) + µe^{−x}),
///
/// truncated at η^{α−1}. With time in steps, t = ητ, both β and ∇L(β) are polynomials in τ and η: b_{i,n} τⁱηⁿ with
/// i ≤ n, and the flow itself gives the coefficients one after another,
///
///     (i+1) b_{i+1,n+1} = −η Σ_j p_j (i+j)!/i! g_{i+j,n}.
///
/// Order 1 is rescaled gradient flow, −∇L/(1−µ); order 2 is equation (17), order 3 equation (20) as corrected. With a
/// lookahead ν the symbol is the momentum family's, ``MomentumSymbol``, and the flow that of y, where the gradient is
/// taken.
/// Cost: a polynomial in α times that of the gradient; no tensor of derivatives is formed.
enum LimitField {
  /// The field of order `order` at β.
  static func expression(
    gradient: Expression, at β: Expression, eta: Double, mu: Double, nu: Double = 0, order: Int
  ) -> Expression {
    expression(gradient: gradient, at: β, eta: eta, mu: mu, nu: nu, order: order) { () throws(Never) in }
  }

  /// The same, of an order that may be high.
  ///
  /// - Parameters:
  ///   - derived: called with the share of the work that is done.
  ///   - poll: called now and then; what it throws ends the work.
  static func expression<E: Error>(
    gradient: Expression, at β: Expression, eta: Double, mu: Double, nu: Double, order: Int,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) -> Expression {
    let p = MomentumSymbol.values(momentum: mu, lookahead: nu, count: order)
    let top = order - 1
    guard top > 0 else { return gradient * -p[0] }
    // The field is minus the sum over n of Σ_j p_j j! g_{j,n}: of the last n no other combination is wanted.
    let wanted = derivativeWeights(p, time: 0, step: top)
    let jets = JetExpansion(of: [gradient], input: β, algebra: .flow(top: top, weights: wanted))
    try jets.expand(0, input: β, poll: poll)
    var field: Expression?
    for n in 0..<top {
      derived(jets.share)
      let part = sum(derivativeWeights(p, time: 0, step: n).map { -$0 }, gradient, in: jets, step: n)
      if let part { jets.add(part, to: &field) }
      if n + 1 < top {
        try jets.expand(GradedAlgebra.flowMonomial(time: 0, step: n + 1), input: nil, poll: poll)
        try jets.expand(GradedAlgebra.flowMonomial(time: 1, step: n + 1), input: part.map { $0 * eta }, poll: poll)
        for i in 1..<(n + 1) {
          let weights = derivativeWeights(p, time: i, step: n).map { -eta / Double(i + 1) * $0 }
          try jets.expand(
            GradedAlgebra.flowMonomial(time: i + 1, step: n + 1), input: sum(weights, gradient, in: jets, step: n),
            poll: poll)
        }
      } else {
        // Σ_i wanted_i b_{i,top}, with the factors of each g added up.
        var weights = Array(repeating: 0.0, count: n + 1)
        for i in 0...n {
          for (k, weight) in derivativeWeights(p, time: i, step: n).enumerated() {
            weights[k] -= wanted[i + 1] * eta / Double(i + 1) * weight
          }
        }
        let last = GradedAlgebra.flowMonomial(time: 0, step: top)
        try jets.expand(last, input: sum(weights, gradient, in: jets, step: n), poll: poll)
        if let part = jets[gradient, last] { field = field.map { $0 - part } ?? -part }
      }
    }
    return field ?? β.graph.constant(0, β.shape)
  }

  /// The factors p_j (i+j)!/i! that g_{i+j,n} has in the derivative sum at τⁱ, by i + j = 0 … n.
  private static func derivativeWeights(_ p: [Double], time i: Int, step n: Int) -> [Double] {
    var factor = 1.0
    return (0...n).map { k in
      if k < i { return 0 }
      if k > i { factor *= Double(k) }
      return p[k - i] * factor
    }
  }

  /// Σ_k weights[k] g_{k,n}.
  private static func sum(
    _ weights: [Double], _ gradient: Expression, in jets: JetExpansion, step n: Int
  ) -> Expression? {
    let one = gradient.graph.constant(1, gradient.shape)
    return Expression.sum(
      ofProducts: weights.enumerated().compactMap { k, weight in
        guard weight != 0, let g = jets[gradient, GradedAlgebra.flowMonomial(time: k, step: n)] else { return nil }
        return .init(u: g, v: one, factor: weight)
      })
  }
}
