/// Σ uᵢvᵢ over all elements of two operands of one shape.
struct Dot: BilinearOperation {
  static let name = "dot"
  var isCommutative: Bool { true }
  var isSymmetric: Bool { true }

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard operands[0] == operands[1] else { throw .mismatch(Self.name, operands) }
    return .scalar
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    operands[0].shape.count == 0 ? operands[0].graph.constant(0) : nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed * operands[1 - i]
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { 2 * operands[0].count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    let products = zip(operands[0], operands[1]).map { $0 * $1 }
    return [products.dropFirst().reduce(products[0], +)]
  }

  func evaluate(_ call: TensorCall) {
    call.kernels.dot(call.shapes[0].count, call.members, call.result, call.operands[0], call.operands[1])
  }
}

extension Expression {
  /// The inner product Σ uᵢvᵢ.
  public static func dot(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    try u.graph.apply(Dot(), [u, v])
  }
}
