/// Expressions evaluated on truncated power series: each node's coefficients as nodes of the same graph.
///
/// The coefficients of the input are given monomial by monomial, and may be computed from coefficients found before:
/// that is how a flow's Taylor polynomial is built from its own field.
///
///     let jets = JetExpansion(of: [gradient], input: b, algebra: .univariate(order: 1))
///     jets.expand(0, input: b)
///     jets.expand(1, input: direction)
///     jets[gradient, 1]             // the Hessian times the direction
///
/// - Complexity: nodes × the algebra's factorizations in time and new nodes; what no output needs is never computed.
final class JetExpansion {
  let algebra: GradedAlgebra
  private let input: Expression
  /// The outputs and what they are made of, as far as it depends on the input, in order.
  private let nodes: [Expression]
  /// Whether a node depends on the input.
  private var dependence: [Int: Bool]
  /// By node, of those that depend on the input, the coefficients found so far, nil for zero.
  private var coefficients: [Int: [Expression?]] = [:]
  /// How many monomials have been given.
  private var count = 0
  /// How much work these are, and how much there is in all: a coefficient costs as much as some dozens of its terms.
  private var work: (done: Int, all: Int)

  /// Prepares to expand `outputs` as functions of `input`; every other input of the graph is a constant to it.
  init(of outputs: [Expression], input: Expression, algebra: GradedAlgebra) {
    self.algebra = algebra
    self.input = input
    work = (0, algebra.factorizations.reduce(0) { $0 + $1.count + 64 })
    let graph = input.graph
    let reached = graph.reachable(from: outputs.map(\.node))
    var dependence = [input.node: true]
    for node in reached where node != input.node {
      dependence[node] = graph.nodes[node].operands.contains { dependence[$0] == true }
    }
    nodes = reached.filter { $0 != input.node && dependence[$0] == true }.map { Expression(graph: graph, node: $0) }
    self.dependence = dependence
  }

  /// The coefficient of an expression at monomial m, nil for zero.
  ///
  /// Rules may ask for that of any expression, one of their own making too: it is found when it is asked for.
  ///
  /// - Precondition: monomial m has been expanded, or is being expanded where the expression is an operand's.
  subscript(u: Expression, m: Int) -> Expression? {
    guard depends(u) else { return m == 0 ? u : nil }
    extend(u, through: m)
    return coefficients[u.node]![m]
  }

  /// Whether an expression is computed from the input.
  func depends(_ u: Expression) -> Bool {
    if let known = dependence[u.node] { return known }
    let found = u.operands.contains(where: depends)
    dependence[u.node] = found
    return found
  }

  /// Of the work that all monomials make the part that those given so far make, about.
  var share: Double { Double(work.done) / Double(work.all) }

  /// Finds every node's coefficient at monomial m. Monomials are to be expanded in order.
  func expand(_ m: Int, input value: Expression?) { expand(m, input: value) { () throws(Never) in } }

  /// The same; `poll` is called now and then, and what it throws ends the work.
  func expand<E: Error>(_ m: Int, input value: Expression?, poll: () throws(E) -> Void) throws(E) {
    precondition(m == count, "monomial \(m) after \(count)")
    count += 1
    work.done += algebra.factorizations[m].count + 64
    coefficients[input.node, default: []].append(value)
    for (turn, y) in nodes.enumerated() {
      // A node's coefficient may be a sum of hundreds of products.
      if turn % 16 == 0 { try poll() }
      extend(y, through: m)
    }
  }

  private func extend(_ y: Expression, through m: Int) {
    precondition(m < count, "\(type(of: y.operation).name): coefficient \(m) is asked for before it is expanded")
    let known = coefficients[y.node]?.count ?? 0
    guard known <= m else { return }
    for k in known...m {
      let found = k == 0 ? y : y.operation.coefficient(k, y.operands, result: y, in: self)
      coefficients[y.node, default: []].append(found)
    }
  }

  /// The coefficients of an expression as far as they are wanted; what is not there is zero.
  private func coefficients(of u: Expression, through m: Int) -> [Expression?] {
    guard depends(u) else { return [u] }
    extend(u, through: m)
    return coefficients[u.node] ?? []
  }

  /// Σ u_a v_b over the factorizations ab = m, weighted, with any bilinear product; nil is the product of elements.
  ///
  /// - Parameter halved: u = v and the product is symmetric: ab and ba are computed once.
  func convolution(
    _ u: Expression, _ v: Expression, at m: Int, halved: Bool, product: ((Expression, Expression) -> Expression)? = nil
  ) -> Expression? {
    let (us, vs) = (coefficients(of: u, through: m), coefficients(of: v, through: m))
    var terms: [Expression.ProductTerm] = []
    for f in algebra.factorizations[m] where !halved || f.a <= f.b {
      guard f.a < us.count, f.b < vs.count, let left = us[f.a], let right = vs[f.b] else { continue }
      terms.append(.init(u: left, v: right, factor: halved && f.a < f.b ? 2 * f.weight : f.weight))
    }
    return sum(of: terms, product: product)
  }

  /// The coefficient at m of y with E y = w·E u, E being the grading derivation: Σ_{a ≠ 1} grade(a)/grade(m) w_b u_a.
  ///
  /// It reads w at proper factors of m only, so that w may itself depend on y.
  func integral(
    of w: Expression, along u: Expression, at m: Int, product: ((Expression, Expression) -> Expression)? = nil
  ) -> Expression? {
    let proper = algebra.factorizations[m].filter { $0.a != 0 }
    guard let last = proper.map(\.b).max() else { return nil }
    let (us, ws) = (coefficients(of: u, through: m), coefficients(of: w, through: last))
    var terms: [Expression.ProductTerm] = []
    for f in proper {
      guard f.a < us.count, f.b < ws.count, let right = us[f.a], let left = ws[f.b] else { continue }
      terms.append(
        .init(u: left, v: right, factor: f.weight * Double(algebra.grades[f.a]) / Double(algebra.grades[m])))
    }
    return sum(of: terms, product: product)
  }

  private func sum(
    of terms: [Expression.ProductTerm], product: ((Expression, Expression) -> Expression)?
  ) -> Expression? {
    guard let product else { return Expression.sum(ofProducts: terms) }
    var sum: Expression?
    for term in terms { add(product(term.u, term.v) * term.factor, to: &sum) }
    return sum
  }

  func add(_ term: Expression, to sum: inout Expression?) {
    sum = sum.map { $0 + term } ?? term
  }
}
