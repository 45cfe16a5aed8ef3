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
  /// The nodes that depend on the input, companions included, in order.
  private var nodes: [Expression] = []
  /// By node and monomial; a missing coefficient is zero.
  private var coefficients: [Int: [Expression?]] = [:]

  /// Prepares to expand `outputs` as functions of `input`; every other input of the graph is a constant to it.
  init(of outputs: [Expression], input: Expression, algebra: GradedAlgebra) {
    self.algebra = algebra
    self.input = input
    collect(outputs)
  }

  /// The coefficient of an expression at monomial m, nil for zero.
  subscript(u: Expression, m: Int) -> Expression? {
    if let known = coefficients[u.node] { return m < known.count ? known[m] : nil }
    return m == 0 ? u : nil
  }

  /// Finds every node's coefficient at monomial m. Monomials are to be expanded in order.
  func expand(_ m: Int, input value: Expression?) { expand(m, input: value) { () throws(Never) in } }

  /// The same; `poll` is called every thousand nodes or so, and what it throws ends the work.
  func expand<E: Error>(_ m: Int, input value: Expression?, poll: () throws(E) -> Void) throws(E) {
    coefficients[input.node, default: []].append(value)
    for (turn, y) in nodes.enumerated() {
      if turn % 1024 == 0 { try poll() }
      coefficients[y.node, default: []].append(
        m == 0 ? y : y.operation.coefficient(m, y.operands, result: y, in: self))
    }
  }

  /// Σ u_a v_b over the factorizations ab = m, weighted, with any bilinear product.
  ///
  /// - Parameter halved: u = v and the product is symmetric: ab and ba are computed once.
  func convolution(
    _ u: Expression, _ v: Expression, at m: Int, halved: Bool,
    product: (Expression, Expression) -> Expression
  ) -> Expression? {
    var sum: Expression?
    for f in algebra.factorizations[m] where !halved || f.a <= f.b {
      guard let left = self[u, f.a], let right = self[v, f.b] else { continue }
      add(product(left, right) * (halved && f.a < f.b ? 2 * f.weight : f.weight), to: &sum)
    }
    return sum
  }

  /// The coefficient at m of y with E y = w·E u, E being the grading derivation: Σ_{a ≠ 1} grade(a)/grade(m) w_b u_a.
  ///
  /// It reads w at proper factors of m only, so that w may itself depend on y.
  func integral(
    of w: Expression, along u: Expression, at m: Int, product: (Expression, Expression) -> Expression
  ) -> Expression? {
    var sum: Expression?
    for f in algebra.factorizations[m] where f.a != 0 {
      guard let left = self[w, f.b], let right = self[u, f.a] else { continue }
      add(product(left, right) * (f.weight * Double(algebra.grades[f.a]) / Double(algebra.grades[m])), to: &sum)
    }
    return sum
  }

  func add(_ term: Expression, to sum: inout Expression?) {
    sum = sum.map { $0 + term } ?? term
  }

  private func collect(_ outputs: [Expression]) {
    let graph = input.graph
    var depends: [Int: Bool] = [:]
    var pending = outputs
    while !pending.isEmpty {
      let fresh = graph.reachable(from: pending.map(\.node)).filter { depends[$0] == nil }
      pending = []
      for node in fresh {
        let y = Expression(graph: graph, node: node)
        let isDependent = node == input.node || graph.nodes[node].operands.contains { depends[$0] == true }
        depends[node] = isDependent
        if isDependent, node != input.node { pending += y.operation.companions(y.operands, result: y) }
      }
    }
    nodes = depends.filter { $0.value && $0.key != input.node }.keys.sorted()
      .map { Expression(graph: graph, node: $0) }
  }
}
