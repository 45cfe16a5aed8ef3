/// u + v.
struct Add: ElementwiseOperation, LinearOperation {
  static let name = "add"
  static let primitive = Primitive.add
  var isCommutative: Bool { true }

  /// 0 + u is u (of -0 it makes 0, the one bit that differs), u + u is 2u and u + (-v) is u - v, exactly.
  func simplified(_ operands: [Expression]) -> Expression? {
    let (u, v) = (operands[0], operands[1])
    if u.uniformValue == 0 { return v }
    if v.uniformValue == 0 { return u }
    if u == v { return u * 2 }
    if v.operation is Negate { return u - v.operands[0] }
    if u.operation is Negate { return v - u.operands[0] }
    return nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression { seed }
}

extension Expression {
  /// The sum, element by element; a scalar goes with any shape.
  public static func sum(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    try elementwise(Add(), u, v)
  }

  public static func + (u: Expression, v: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try sum(u, v) }
  }
  public static func + (u: Expression, c: Double) -> Expression { u + u.graph.constant(c) }
  public static func + (c: Double, u: Expression) -> Expression { u.graph.constant(c) + u }
}
