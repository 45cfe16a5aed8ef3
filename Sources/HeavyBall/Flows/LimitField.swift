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
/// Order 1 is rescaled gradient flow, −∇L/(1−µ); order 2 is equation (17), order 3 equation (20) as corrected.
/// Cost: a polynomial in α times that of the gradient; no tensor of derivatives is formed.
enum LimitField {
  /// The field of order `order` at β.
  static func expression(gradient: Expression, at β: Expression, eta: Double, mu: Double, order: Int) -> Expression {
    let p = symbolReciprocal(mu: mu, count: order)
    let jets = JetExpansion(of: [gradient], input: β, algebra: .flow(top: order - 1))
    var path: [Int: Expression] = [GradedAlgebra.flowMonomial(time: 0, step: 0): β]
    var field: Expression?
    for n in 0..<order {
      for i in 0...n {
        let monomial = GradedAlgebra.flowMonomial(time: i, step: n)
        jets.expand(monomial, input: path[monomial])
      }
      // -η folded into the path leaves every power of η in its place.
      for i in 0...n where i == 0 || n < order - 1 {
        let next = derivativeSum(of: gradient, in: jets, p, time: i, step: n)
        if i == 0, let next { jets.add(-next, to: &field) }
        path[GradedAlgebra.flowMonomial(time: i + 1, step: n + 1)] = next.map { $0 * (-eta / Double(i + 1)) }
      }
    }
    return field ?? β.graph.constant(0, β.shape)
  }

  /// Σ_j p_j (i+j)!/i! g_{i+j,n}.
  private static func derivativeSum(
    of gradient: Expression, in jets: JetExpansion, _ p: [Double], time i: Int, step n: Int
  ) -> Expression? {
    var sum: Expression?
    var factor = 1.0
    for j in 0...n - i {
      if j > 0 { factor *= Double(i + j) }
      guard let g = jets[gradient, GradedAlgebra.flowMonomial(time: i + j, step: n)] else { continue }
      jets.add(g * (p[j] * factor), to: &sum)
    }
    return sum
  }

  /// p_0 … p_{count−1}, with Σ p_j x^j = x / (e^x − (1+µ) + µe^{−x}).
  ///
  /// p_0 = 1/(1−µ), p_1 = −(1+µ)/(2(1−µ)²); for µ = 0 the Bernoulli numbers B_j/j!.
  static func symbolReciprocal(mu: Double, count: Int) -> [Double] {
    var d: [Double] = []
    var factorial = 1.0
    for i in 1...max(count, 1) {
      factorial *= Double(i)
      d.append((i % 2 == 0 ? 1 + mu : 1 - mu) / factorial)
    }
    var p = [1 / d[0]]
    for n in 1..<max(count, 1) {
      p.append(-(1...n).reduce(0) { $0 + d[$1] * p[n - $1] } / d[0])
    }
    return p
  }
}
