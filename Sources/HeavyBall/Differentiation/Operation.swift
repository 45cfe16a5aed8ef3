/// An operation of the expression graph: its value, its derivative and its rule on truncated power series.
///
/// An operation is one small file in `Operations/`; a function of one number is also a line in ``ElementaryFunctions/all``.
/// Most conform to one of the families below, which leave little to write: ``ElementwiseOperation``,
/// ``LinearOperation``, ``BilinearOperation``, ``ElementaryFunction``.
protocol Operation: Hashable, Sendable {
  /// As it appears in errors and printed graphs.
  static var name: String { get }

  /// The shape of the result.
  func shape(of operands: [Shape]) throws(ShapeError) -> Shape

  /// Whether the operands may be swapped without changing a bit of the result.
  var isCommutative: Bool { get }

  /// A simpler expression with the same value, or nil.
  func simplified(_ operands: [Expression]) -> Expression?

  /// The result's values where every operand is a constant, or nil.
  func folded(_ operands: [Expression]) -> [Double]?

  /// What operand `i` receives in reverse mode: the seed times the derivative of y with respect to that operand.
  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression

  /// The result's coefficient at a monomial other than 1, nil for zero. See ``JetExpansion``.
  ///
  /// It may read the operands' coefficients at m and before, and at monomials before m those of any expression.
  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression?

  /// The result's elements as scalar expressions of the operands' elements.
  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression]

  /// About how many scalar operations the result takes.
  func scalarCost(_ operands: [Shape], result: Shape) -> Int

  /// Whether an operand may be kept once for all members of an ensemble.
  var takesUniformOperands: Bool { get }

  /// Computes the result for all members of an ensemble.
  func evaluate(_ call: TensorCall)
}

extension Operation {
  var isCommutative: Bool { false }
  var takesUniformOperands: Bool { false }
  func scalarCost(_ operands: [Shape], result: Shape) -> Int { 0 }
  func simplified(_ operands: [Expression]) -> Expression? { nil }

  func folded(_ operands: [Expression]) -> [Double]? {
    guard operands.allSatisfy({ $0.operation is Constant }) else { return nil }
    var values: [[Double]] = []
    for operand in operands {
      guard let constants = operand.constantValues else { return nil }
      values.append(constants)
    }
    guard !values.isEmpty, let shape = try? shape(of: operands.map(\.shape)) else { return nil }
    return TensorCall.evaluate(self, values, shapes: operands.map(\.shape), result: shape)
  }
}

/// An operation that is linear in all its operands together, so that it acts on power series coefficient by coefficient.
protocol LinearOperation: Operation {}

extension LinearOperation {
  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    let parts = operands.map { jets[$0, m] }
    if parts.allSatisfy({ $0 == nil }) { return nil }
    let terms = zip(parts, operands).map { part, operand in part ?? y.graph.constant(0, operand.shape) }
    return shapesSuit { () throws(ShapeError) in try y.graph.apply(self, terms) }
  }
}

/// An operation linear in each of its two operands, which makes Cauchy products of power series.
protocol BilinearOperation: Operation {
  /// Whether op(u, v) = op(v, u) up to rounding, so that a square needs half the terms.
  var isSymmetric: Bool { get }
}

extension BilinearOperation {
  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    let (u, v) = (operands[0], operands[1])
    return jets.convolution(u, v, at: m, halved: isSymmetric && u == v) { a, b in
      shapesSuit { () throws(ShapeError) in try y.graph.apply(self, [a, b]) }
    }
  }
}
