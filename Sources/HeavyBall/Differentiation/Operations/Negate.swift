internal import CKernels

/// −u.
struct Negate: ElementwiseOperation, LinearOperation {
  static let name = "negate"
  static let primitive = Primitive.unary(
    UnaryPrimitive(
      value: { -$0 }, rows: polyak_rows_negate, singleRows: polyak_single_rows_negate,
      instruction: .negate))

  func simplified(_ operands: [Expression]) -> Expression? {
    let u = operands[0]
    if u.operation is Negate { return u.operands[0] }
    if u.operation is Subtract { return u.operands[1] - u.operands[0] }
    if u.operation is Multiply, let c = u.operands.first(where: \.isConstant) {
      let other = u.operands[0] == c ? u.operands[1] : u.operands[0]
      return other * -c
    }
    return nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression { -seed }
}

extension Expression {
  public static prefix func - (u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Negate(), [u]) }
  }
}
