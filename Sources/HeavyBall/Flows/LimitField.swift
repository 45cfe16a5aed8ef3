/// The heavy-ball flow's field in its limit form (Lyu et al., Table 1), to any order, by the fast recursion.
///
/// Heavy ball is a linear two-step method, so its limit flow satisfies (e^{ηD} − (1+µ) + µe^{−ηD})β = −η∇L(β) with D
/// the derivative along the flow. Dividing by the symbol,
///
///     β̇ = −Σ_j p_j η^j D^j ∇L(β),   Σ_j p_j x^j = x / (e^x − (1+µ) + µe^{−x}),
///
/// truncated at η^{α−1}: see ``LimitPath``.
///
/// Order 1 is rescaled gradient flow, −∇L/(1−µ); order 2 is equation (17), order 3 equation (20) as corrected. With a
/// lookahead ν the gradient is that at y = (1+ν)β − νe^{−ηD}β along the flow; of a linear two-step method it is at β, and the
/// symbol another, ``MomentumSymbol``.
/// Cost: a polynomial in α times that of the gradient; no tensor of derivatives is formed.
enum LimitField {
  /// The field of order `order` at β.
  static func expression(
    gradient: Expression, at β: Expression, of method: MomentumFamily, order: Int
  ) -> Expression {
    expression(gradient: gradient, at: β, of: method, order: order) { () throws(Never) in }
  }

  /// The same, of an order that may be high.
  ///
  /// - Parameters:
  ///   - derived: called with the share of the work that is done.
  ///   - poll: called now and then; what it throws ends the work.
  static func expression<E: Error>(
    gradient: Expression, at β: Expression, of method: MomentumFamily, order: Int,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) -> Expression {
    let (own, ahead) = method.combinesGradients ? (method.lookahead, 0) : (0, method.lookahead)
    let p = MomentumSymbol.values(momentum: method.momentum, lookahead: own, count: order)
    return try gradientSum(
      p, of: gradient, at: β, eta: method.stepSize, along: p, lookahead: ahead, derived: derived, poll: poll)
      ?? β.graph.constant(0, β.shape)
  }

  /// −Σ_j q_j η^j D^j ∇L(y) along the flow of a symbol p, truncated at as many powers of η as there are q_j; nil where it is zero.
  ///
  /// It is the flow's own field for q = p.
  static func gradientSum<E: Error>(
    _ q: [Double], of gradient: Expression, at β: Expression, eta: Double, along p: [Double], lookahead ν: Double = 0,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) -> Expression? {
    let top = q.count - 1
    guard top > 0 else { return gradient * -q[0] }
    // It is minus the sum over n of Σ_j q_j j! g_{j,n}: of the last n no other combination is wanted.
    let wanted = LimitPath.derivativeWeights(q, time: 0, step: top)
    let path = LimitPath(of: gradient, from: β, eta: eta, symbol: p, lookahead: ν, wanted: wanted)
    try path.jets.expand(0, input: β, poll: poll)
    var result: Expression?
    for n in 0..<top {
      derived(path.jets.share)
      let part = path.sum(LimitPath.derivativeWeights(q, time: 0, step: n).map { -$0 }, step: n)
      if let part { path.jets.add(part, to: &result) }
      if n + 1 < top {
        try path.advance(step: n, velocity: p == q ? part : nil, poll: poll)
      } else if let part = try path.finish(step: n, wanted: wanted, poll: poll) {
        result = result.map { $0 - part } ?? -part
      }
    }
    return result
  }
}
