/// Where the limit flow must start for heavy ball to settle on its orbit.
///
/// Started at β_0 itself, with no momentum yet, heavy ball ends on another orbit of its limit flow Φ: that of
///
///     β̃_0 = β_0 + Σ_τ d(τ) η^{|τ|} F(τ)(β_0) = lim Φ^{−k}(β_k),   d([]) = µ/(1−µ)², d([[]]) = µ(2+µ)/(1−µ)⁴.
///
/// With the trees of up to α − 1 nodes the flow of order α has a discretization error of order α from β̃_0.
///
/// Heavy ball's iterate is itself a series at β_0, with weights a_{k+1}(τ) = (1+µ)a_k(τ) − µa_{k−1}(τ) − Π a_k(children),
/// so that a_k(τ) is a polynomial in k plus others times µᵏ, µ²ᵏ, … Once those have died out only Φᵏ(β̃_0) is left, the
/// polynomials: their values at k = 0 are d. They are found tree by tree, with no long product and no limit taken. With a
/// lookahead ν the children's are those of (1+ν)β_k − νβ_{k−1}, or of a linear two-step method's two gradients.
///
/// Right to a few units in the last place of the largest term: where the polynomial of ν that d is has a root, to fewer of its
/// own. The sequences' terms grow like 1/µ with every node while d does not, so that for small µ the sums are made with as many
/// bits more as doubles would lose.
public enum MatchedStart {
  /// d(τ) for the trees of up to α − 1 nodes, α the order of the flow.
  ///
  ///     MatchedStart.coefficients(momentum: 0.5, order: 3)     // []: 2, [[]]: 20
  ///
  /// - Complexity: some microseconds a tree; for small µ some hundred times as much.
  /// - Precondition: µ is in [0, 1), the order at least 1.
  public static func coefficients(momentum: Double, order: Int) -> [(tree: RootedTree, value: Double)] {
    coefficients(MomentumNumbers(momentum: momentum), order: order) {}
  }

  /// The same of any member of the momentum family, with a function that is called every few milliseconds and may throw.
  public static func coefficients<E: Error>(
    _ method: MomentumNumbers, order: Int, poll: () throws(E) -> Void
  ) throws(E) -> [(tree: RootedTree, value: Double)] {
    precondition(order >= 1, "a flow's order")
    let table = try TreeTable(order: order - 1, poll: poll)
    let (µ, ν) = (method.momentum, method.lookahead)
    func weights<S: SeriesField>(_ number: (Double) -> S) throws(E) -> [S] {
      try self.weights(
        table, momentum: number(µ), lookahead: number(ν), combinesGradients: method.combinesGradients, poll: poll)
    }
    let values: [Double]
    if Self.needsBits(method, order: order) {
      let precision = BigFloat.precision(order, powersOf: µ, ν)
      values = try weights { BigFloat($0, precision: precision) }.map(\.doubleValue)
    } else {
      values = try weights { $0 }
    }
    return zip(table.trees, values).map { ($0, $1 / Double($0.symmetry)) }
  }

  /// Whether doubles would lose digits: of 9 nodes three at µ = 1/8, and more the more nodes there are.
  private static func needsBits(_ method: MomentumNumbers, order: Int) -> Bool {
    method.momentum < (order < 10 ? 0.125 : 0.25) && (method.momentum > 0 || method.lookahead != 0)
  }

  /// σ(τ)d(τ) in the order of a table.
  static func weights<S: SeriesField, E: Error>(
    _ table: TreeTable, momentum µ: S, lookahead ν: S = .zero, combinesGradients: Bool = false, poll: () throws(E) -> Void
  ) throws(E) -> [S] {
    if µ == .zero {
      if ν == .zero { return table.trees.map { _ in .zero } }
      return try weightsWithoutMomentum(table, lookahead: ν, combinesGradients: combinesGradients, poll: poll)
    }
    // Π a(children) of the points where gradients are taken: of all children but the last, which is known, times the last.
    var products: [ExponentialPolynomial<S>] = [], points = products
    // The same of the points before, where gradients are combined.
    var oldProducts = products, oldPoints = products
    var weights: [S] = []
    for i in table.trees.indices {
      let split = table.split(i)
      let product = split.map { products[$0.rest] * points[$0.last] } ?? .one
      products.append(product)
      var source = product
      if combinesGradients {
        let old = split.map { oldProducts[$0.rest] * oldPoints[$0.last] } ?? .one
        oldProducts.append(old)
        source.add(product, times: ν)
        source.add(old, times: S.zero - ν)
      }
      let (iterate, momentum) = source.heavyBall(momentum: µ)
      weights.append(iterate.terms[0][0])
      var point = iterate
      if combinesGradients {
        point.add(momentum, times: S.zero - S(1))
        oldPoints.append(point)
        point = iterate
      } else if ν != .zero {
        point.add(momentum, times: ν)
      }
      points.append(point)
      try poll()
    }
    return weights
  }

  /// About how many bytes the coefficients of an order take while they are computed.
  public static func memory(_ method: MomentumNumbers, order: Int) -> Int {
    let counts = RootedTree.counts(upTo: order)
    let number =
      needsBits(method, order: order) ? 100 + BigFloat.precision(order, powersOf: method.momentum, method.lookahead) / 8 : 8
    // A tree of n nodes keeps two sequences of about n²/2 numbers.
    return (1..<max(order, 2)).reduce(0) { $0 + counts[$1] * (number * $1 * $1 + 100 * $1 + 200) }
  }
}
