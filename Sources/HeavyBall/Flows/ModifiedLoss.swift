/// The loss L̂ on which gradient descent goes where heavy ball does: Φ(β) = β − η∇L̂(β).
///
/// Φ is heavy ball's step on its slow manifold, the limit flow's map over a time η. As a sum over the free trees T of n nodes
/// L̂ is Σ η^{n−1} s(T) S(T), see ``ModifiedLossSeries``:
///
///     L̂ = L/(1−µ) + η µ/(2(1−µ)³) |g|² + η² µ(1+µ)/(2(1−µ)⁵) g·Hg + …
///
/// It is computed with no tree and no tensor. Heavy ball's steps back along the slow manifold make stationary the sum
///
///     L̂(β_0) = Σ_{j≥0} µ^j (L(β_{−j}) − µ/(2η) |β_{−j} − β_{−j−1}|²),
///
/// whose derivative in β_0 is then that of β_0's own terms, g − (µ/η)m_0 = −m_1/η = ∇L̂. With D the derivative along the limit
/// flow it is the same as
///
///     L̂ = 1/(1 − µe^{−ηD}) [L − µ/(2η) |(1 − e^{−ηD})β|²],   ∇L̂ = 1/(1 − µe^{−ηD}) ∇L,
///
/// each a combination of the Taylor coefficients that ``LimitPath`` finds, truncated at η^{r−1} for r terms. The truncated
/// gradient is exactly the truncated loss's.
///
/// With a lookahead ν the step is no gradient from three nodes on: there are two terms.
/// Cost: a polynomial in r times that of the loss or its gradient.
enum ModifiedLoss {
  /// The value at β.
  ///
  /// - Precondition: `gradient` is the gradient of `loss`; with ν ≠ 0 there are at most two terms.
  static func value<E: Error>(
    _ loss: Expression, gradient: Expression, at β: Expression, eta: Double, mu: Double, nu: Double, terms: Int,
    poll: () throws(E) -> Void
  ) throws(E) -> Expression {
    let r = MomentumSymbol.step(momentum: mu, count: terms)
    let top = terms - 1
    guard top > 0 else { return loss * r[0] }
    if nu != 0 {
      precondition(terms <= 2, "with a lookahead the step is a gradient to two nodes")
      return loss * r[0] + gradient.squared().sum() * (eta / 2 * (mu / (1 - mu) - nu) * r[0] * r[0])
    }
    // The path through η^top, from the gradient through η^(top−1).
    let symbol = MomentumSymbol.values(momentum: mu, count: top)
    let path = LimitPath(
      of: gradient, from: β, eta: eta, symbol: symbol, lookahead: 0, wanted: Array(repeating: 0, count: top + 1))
    try path.jets.expand(0, input: β, poll: poll)
    for n in 0..<top - 1 { try path.advance(step: n, velocity: nil, poll: poll) }
    let wanted = LimitPath.derivativeWeights(r, time: 0, step: top)
    let jets = JetExpansion(of: [loss], input: β, algebra: .flow(top: top, weights: wanted))
    try jets.expand(0, input: β, poll: poll)
    var value = loss * r[0]
    for n in 1...top {
      let rows = path.displacement(step: n - 1)
      let last = GradedAlgebra.flowMonomial(time: 0, step: n)
      if n == top {
        try jets.expand(last, input: path.sum(LimitPath.combination(wanted, of: rows), step: n - 1), poll: poll)
        if let part = jets[loss, last] { value = value + part }
      } else {
        for i in 0...n {
          try jets.expand(last + i, input: path.sum(rows[i], step: n - 1), poll: poll)
        }
        let weights = LimitPath.derivativeWeights(r, time: 0, step: n)
        if let part = LimitPath.sum(weights, of: loss, in: jets, step: n) { value = value + part }
      }
    }
    return value - kineticSum(r, along: path) * (mu / (2 * eta))
  }

  /// The part of Σ_j r_j η^j D^j |β(τ) − β(τ−1)|² in η² … η^{top+1}.
  private static func kineticSum(_ r: [Double], along path: LimitPath) -> Expression {
    let top = r.count - 1
    // δ's coefficients by grade, 1 first, then by power of τ: δ has one power less than β.
    let δ = (1...top).map { n in
      LimitPath.differences(path.displacement(step: n - 1)).dropLast().map { path.sum($0, step: n - 1) }
    }
    let factorials = (0...2 * top).reduce(into: [1.0]) { $0.append($0[$1] * Double($1 + 1)) }
    let one = path.gradient.graph.constant(1, path.gradient.shape)
    var products: [Expression.ProductTerm] = []
    for n in 1...top {
      for (i, u) in δ[n - 1].enumerated() {
        guard let u else { continue }
        // All that u is multiplied with, both of a pair of one grade and each pair of two grades once.
        var partners: [Expression.ProductTerm] = []
        for m in n...top where n + m <= top + 1 {
          for (k, v) in δ[m - 1].enumerated() where i + k <= top && r[i + k] != 0 {
            guard let v else { continue }
            partners.append(.init(u: v, v: one, factor: (m == n ? 1 : 2) * r[i + k] * factorials[i + k]))
          }
        }
        if let partner = Expression.sum(ofProducts: partners) { products.append(.init(u: u, v: partner)) }
      }
    }
    return Expression.sum(ofProducts: products)?.sum() ?? path.gradient.graph.constant(0)
  }

  /// The gradient at β.
  static func gradient<E: Error>(
    _ gradient: Expression, at β: Expression, eta: Double, mu: Double, nu: Double, terms: Int, poll: () throws(E) -> Void
  ) throws(E) -> Expression {
    if nu != 0 {
      let r = 1 / (1 - mu)
      let product = try terms < 2 ? nil : gradient.derivative(withRespectTo: β, along: [gradient], poll: poll)
      let first = gradient * r
      return product.map { first + $0 * (eta * (mu / (1 - mu) - nu) * r * r) } ?? first
    }
    let sum = try LimitField.gradientSum(
      MomentumSymbol.step(momentum: mu, count: terms), of: gradient, at: β, eta: eta,
      along: MomentumSymbol.values(momentum: mu, count: terms), poll: poll)
    return sum.map { -$0 } ?? β.graph.constant(0, β.shape)
  }
}

extension Objective {
  /// L̂ of a method of the momentum family on a loss, `ModifiedLoss`, by its first terms.
  ///
  ///     let modified = try Objective(modifying: objective, by: MomentumFamily(stepSize: 0.01, momentum: 0.5, lookahead: 0), terms: 4) {}
  ///
  /// Gradient descent on it with the same step size, from the matched start of as high an order, has an error of that order
  /// against the method. It is no mean over rows where the loss is one.
  ///
  /// - Parameter poll: called now and then while it is derived; what it throws ends the work.
  /// - Precondition: η is positive, µ in [0, 1), there is a term, and with ν ≠ 0 at most two.
  public convenience init<E: Error>(
    modifying loss: Objective, by method: MomentumFamily, terms: Int, poll: () throws(E) -> Void
  ) throws(E) {
    let (η, µ, ν) = (method.stepSize, method.momentum, method.lookahead)
    precondition(η > 0 && (0..<1).contains(µ) && terms >= 1, "a modified loss's numbers")
    try self.init(name: "\(loss.name) modified to order \(terms)", dimension: loss.dimension) { (β) throws(E) in
      let own = loss.expression(at: β), gradient = try loss.derivativeExpression(at: β, along: [], poll: poll)
      return (
        try ModifiedLoss.value(own, gradient: gradient, at: β, eta: η, mu: µ, nu: ν, terms: terms, poll: poll),
        try ModifiedLoss.gradient(gradient, at: β, eta: η, mu: µ, nu: ν, terms: terms, poll: poll)
      )
    }
  }
}
