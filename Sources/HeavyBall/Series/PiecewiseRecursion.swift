/// Theorem 2.1 of Lyu et al. on trees: the weights σ(τ)c_k(τ) of −β̇ in step k, for k = 0, 1, 2, …
///
/// With Γ_k = G_k + Σ_σ η^{σ+1}γ_k^{(σ)} the theorem's sums over σ₁ + … + σ_m are the graded parts of D_{Γ_k}^{m−1}Γ_k,
/// so that (39) reads
///
///     Γ_k = f + µΓ_{k−1} + Σ_{m≥2} 1/m! [(−1)^m D_{Γ_k}^{m−1}Γ_k + µ D_{Γ_{k−1}}^{m−1}Γ_{k−1}],
///
/// where on n nodes the sum ends at m = n and has Γ on smaller trees alone. The second sums together are
/// µr, r = (β_{k−1} − β_k)/η as a series at β_k, all that one step leaves to the next. In the momentum family f is taken at
/// β_k − νηr, so that it is Π −νr(children); of a linear two-step method it is (1+ν)f(β_k) − νf(β_k + ηr).
///
/// Where step k has an η_k = r_kη, a µ_k and a ν_k of its own, r_kf stands for f, µ_k for µ and ν_k for ν: the step map is
/// id + µ_k(id − Ψ_{k−1}^{−1}) − r_kη∇L∘(id + ν_k(id − Ψ_{k−1}^{−1})).
///
/// - Complexity: a step takes cuts × nodes multiplications, whatever k, and no new memory.
struct PiecewiseRecursion<Scalar: FractionalScalar> {
  let momentum: Scalar
  /// ν.
  private let lookahead: Scalar
  private let combinesGradients: Bool
  private var tower: LieTower<Scalar>
  /// Σ_{m≥1} D^{m−1}Γ/m! of the step before.
  private var backward: [Scalar]
  /// Each tree without its last child, and that child; of none where ν = 0 at every step.
  private let splits: [(rest: Int, last: Int)?]
  private let positive: [Scalar]
  private let alternating: [Scalar]

  /// Before the first step: Γ = 0. ``advance()`` once gives k = 0.
  ///
  /// - Parameter changes: whether steps have each their own µ and ν.
  init(
    _ table: TreeTable, momentum: Scalar, lookahead: Scalar = .zero, combinesGradients: Bool = false, changes: Bool = false
  ) {
    self.momentum = momentum
    self.lookahead = lookahead
    self.combinesGradients = combinesGradients
    splits = lookahead == .zero && !changes ? [] : table.trees.indices.map(table.split)
    tower = LieTower(table)
    backward = Array(repeating: .zero, count: table.trees.count)
    positive = Array(Scalar.inverseFactorials(upTo: table.order).dropFirst())
    // (−1)^m/m! from m = 2 on; m = 1 is Γ itself, which is zero when the sum is taken.
    alternating = positive.enumerated().map { $0 % 2 == 1 ? $1 : .zero - $1 }
  }

  var table: TreeTable { tower.table }

  /// σ(τ)c_k(τ) in the order of the table.
  var weights: [Scalar] { tower.field }

  /// σ(τ)c_k(τ) of one tree.
  func weight(_ tree: Int) -> Scalar { tower.field[tree] }

  mutating func advance() { advance(momentum: momentum, lookahead: lookahead, ratio: Scalar(1)) }

  /// The next step with a µ and a ν of its own, and with a step size that is η times a ratio.
  mutating func advance(momentum µ: Scalar, lookahead ν: Scalar, ratio: Scalar) {
    let gradients = gradients(lookahead: ν)
    for tree in table.trees.indices {
      tower.differentiate(at: tree)
      var value = tower.sum(alternating, at: tree) + µ * backward[tree]
      if let gradients { value.add(gradients[tree], times: ratio) } else if tree == 0 { value += ratio }
      tower.field[tree] = value
      tower[tree, 0] = value
      backward[tree] = tower.sum(positive, at: tree)
    }
  }
}

extension PiecewiseRecursion {
  /// The weights of f where it is taken; nil where that is β itself.
  private func gradients(lookahead ν: Scalar) -> [Scalar]? {
    if splits.isEmpty || ν == .zero { return nil }
    let factor = combinesGradients ? Scalar(1) : .zero - ν
    var products: [Scalar] = []
    for split in splits { products.append(split.map { products[$0.rest] * (factor * backward[$0.last]) } ?? Scalar(1)) }
    guard combinesGradients else { return products }
    return products.enumerated().map { ($0 == 0 ? Scalar(1) + ν : .zero) - ν * $1 }
  }
}

extension PiecewiseRecursion where Scalar: SeriesField {
  /// The weights for large k: the fixed point (1−µ)Γ = f + Σ_{m≥2} ((−1)^m + µ)/m! D_Γ^{m−1}Γ, solved order by order.
  static func limit(_ table: TreeTable, momentum: Scalar) -> [Scalar] {
    var tower = LieTower<Scalar>(table)
    let factors = Scalar.inverseFactorials(upTo: table.order).enumerated().dropFirst().map { m, factor in
      factor * (momentum + Scalar(m % 2 == 0 ? 1 : -1))
    }
    for tree in table.trees.indices {
      tower.differentiate(at: tree)
      let value = (tower.sum(factors, at: tree) + Scalar(tree == 0 ? 1 : 0)) / (Scalar(1) - momentum)
      tower.field[tree] = value
      tower[tree, 0] = value
    }
    return tower.field
  }
}
