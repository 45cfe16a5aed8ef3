/// The flow of a momentum method in phase space as a series on trees: how much of each tree is in dβ/dt and in dm/dt.
///
/// Along the flow the method's recursion holds at every real time τ in steps, m(τ+1) = µm(τ) − η∇L(b(τ) + νm(τ)),
/// b(τ+1) = b(τ) + m(τ+1). Its solution from (β, m) is Σ φ_t(τ)Z_t over the trees t, with Z = m for the leaf and
/// Z = η D^n∇L[Z₁ … Z_n]/n!… for a gradient, as the coefficient of a product of trees in ∇L(Σ φ_t Z_t) has it. Each φ_t
/// is the one solution, of heavy ball at rest with Π φ over t's children as gradients, that is a sum of τ^p µ^{qτ}; the
/// leaf's is µᵗ's own, b = µ(1−µ^τ)/(1−µ), m = µ^τ. The field is the derivative at τ = 0.
///
/// A step with µ = 0 forgets m, and has no logarithm: in it m stands still, as it was at its beginning, and β goes by gradient
/// descent on ∇L(b + νm). What m is at its end is how far β has gone.
///
/// The terms of φ grow like (1−µ)^{−2n}, and like µ^{−n}, on n grades while the sums do not, so that doubles would lose all
/// their digits by µ = 0.99 and four grades: the sums are made with as many bits more as are lost.
struct PhaseSeries<Scalar: SeriesField> {
  /// φ_t of b and of m; of slaved trees a, and a(τ) + a(τ−1).
  typealias Solution = (iterates: ExponentialPolynomial<Scalar>, momenta: ExponentialPolynomial<Scalar>)

  let momentum: Scalar
  let lookahead: Scalar
  private var solutions: [PhaseTree: Solution] = [:]
  private var products: [PhaseForest: ExponentialPolynomial<Scalar>] = [.one: .one]

  /// - Precondition: 0 ≤ µ < 1.
  init(momentum: Scalar, lookahead: Scalar) {
    (self.momentum, self.lookahead) = (momentum, lookahead)
    if momentum == .zero {
      solutions[.momentum] = (ExponentialPolynomial(terms: [[.zero]]), .one)
      return
    }
    let settled = momentum / (Scalar(1) - momentum)
    solutions[.momentum] = (
      ExponentialPolynomial(terms: [[settled], [Scalar.zero - settled]]),
      ExponentialPolynomial(terms: [[], [Scalar(1)]])
    )
  }

  /// φ_t.
  mutating func solution(_ tree: PhaseTree) -> Solution {
    if let known = solutions[tree] { return known }
    let found = solution(product(tree.children ?? .one), tree.response)
    solutions[tree] = found
    return found
  }

  private func solution(_ gradients: ExponentialPolynomial<Scalar>, _ response: PhaseTree.Response) -> Solution {
    switch response {
    case .slaved:
      let (iterates, sums) = gradients.slaved(momentum: momentum)
      return (iterates, sums)
    case .free where momentum == .zero:
      return (gradients.gradientDescent(step: Scalar(1) - momentum), ExponentialPolynomial(terms: [[.zero]]))
    case .free: return gradients.heavyBall(momentum: momentum)
    }
  }

  /// Π (φ_t of b + νm) over the trees of a forest.
  private mutating func product(_ forest: PhaseForest) -> ExponentialPolynomial<Scalar> {
    if let known = products[forest] { return known }
    let last = solution(forest.trees[forest.trees.count - 1])
    var point = last.iterates
    if lookahead != .zero { point.add(last.momenta, times: lookahead) }
    let found = product(PhaseForest(forest.trees.dropLast())) * point
    products[forest] = found
    return found
  }
}
