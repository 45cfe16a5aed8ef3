/// Elementary differentials of a gradient as formulas: F(•) = f, F([t₁ … t_m]) = D^m f[F(t₁), …, F(t_m)].
///
/// Subtrees that trees share are one formula.
///
///     var differentials = ElementaryDifferentials(of: objective.gradient, at: objective.parameters)
///     differentials["[[]]"]       // ∇²L∇L
///
/// A node with m children costs 3^m times the gradient, a tree the sum over its nodes.
public struct ElementaryDifferentials {
  public let gradient: Expression
  public let point: Expression
  private var known: [RootedTree: Expression] = [:]

  public init(of gradient: Expression, at point: Expression) {
    self.gradient = gradient
    self.point = point
  }

  /// F(τ).
  public subscript(tree: RootedTree) -> Expression {
    mutating get { derive(tree) { () throws(Never) in } }
  }

  /// F(τ); `poll` is called now and then while it is derived, and what it throws ends the work.
  @discardableResult
  mutating func derive<E: Error>(_ tree: RootedTree, poll: () throws(E) -> Void) throws(E) -> Expression {
    if let expression = known[tree] { return expression }
    var directions: [Expression] = []
    for child in tree.children { directions.append(try derive(child, poll: poll)) }
    let expression = try gradient.derivative(withRespectTo: point, along: directions, poll: poll)
    known[tree] = expression
    return expression
  }

  /// Derives the differentials of trees, of each of which all smaller ones are among those before it.
  ///
  /// - Parameters:
  ///   - derived: called with the share that is derived.
  ///   - poll: called now and then; what it throws ends the work.
  mutating func derive<E: Error>(
    _ trees: [RootedTree], derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) {
    // A tree of which all smaller ones are known costs 3 to the number of its root's children.
    let costs = trees.map { (0..<$0.children.count).reduce(1.0) { cost, _ in 3 * cost } }
    let all = costs.reduce(0, +)
    var done = 0.0
    for (tree, cost) in zip(trees, costs) {
      derived(done / all)
      try derive(tree, poll: poll)
      done += cost
    }
    derived(1)
  }

  /// The field −Σ_τ c(τ) η^{|τ|−1} F(τ), with numbers as coefficients.
  public mutating func field(_ coefficients: some Sequence<(RootedTree, Double)>, eta: Double) -> Expression {
    var field: Expression?
    for (tree, c) in coefficients where c != 0 {
      let factor = (1..<tree.nodes).reduce(-c) { product, _ in product * eta }
      let term = self[tree] * factor
      field = field.map { $0 + term } ?? term
    }
    return field ?? point.graph.constant(0, point.shape)
  }

  /// The same with the elements of a vector as coefficients, in the order of the trees: one program for every step of
  /// a flow whose coefficients change.
  ///
  /// - Precondition: the vector has an element for each tree.
  public mutating func field(_ trees: [RootedTree], coefficients: Expression, eta: Double) -> Expression {
    precondition(coefficients.shape == .vector(trees.count), "a coefficient for each tree")
    var field: Expression?
    for (i, tree) in trees.enumerated() {
      let factor = (1..<tree.nodes).reduce(-1) { product, _ in product * eta }
      let term = self[tree] * (coefficients[i] * factor)
      field = field.map { $0 + term } ?? term
    }
    return field ?? point.graph.constant(0, point.shape)
  }

  /// The point moved by a series, β + Σ_τ d(τ) η^{|τ|} F(τ): ``MatchedStart``.
  public mutating func point(_ coefficients: some Sequence<(RootedTree, Double)>, eta: Double) -> Expression {
    point - field(coefficients, eta: eta) * eta
  }
}

extension RootedTree {
  /// F(τ) at β, a formula; of several trees ``ElementaryDifferentials`` shares the parts.
  public func elementaryDifferential(of gradient: Expression, at β: Expression) -> Expression {
    var differentials = ElementaryDifferentials(of: gradient, at: β)
    return differentials[self]
  }
}
