/// u − v.
struct Subtract: ElementwiseOperation, LinearOperation {
  static let name = "subtract"
  static let primitive = Primitive.subtract

  func simplified(_ operands: [Expression]) -> Expression? {
    let (u, v) = (operands[0], operands[1])
    if v.uniformValue == 0 { return u }
    if u.uniformValue == 0 { return -v }
    if v.operation is Negate { return u + v.operands[0] }
    return nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    i == 0 ? seed : -seed
  }
}

extension Expression {
  /// The difference, element by element; a scalar goes with any shape.
  public static func difference(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    try elementwise(Subtract(), u, v)
  }

  public static func - (u: Expression, v: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try difference(u, v) }
  }
  public static func - (u: Expression, c: Double) -> Expression { u - u.graph.constant(c) }
  public static func - (c: Double, u: Expression) -> Expression { u.graph.constant(c) - u }
}
