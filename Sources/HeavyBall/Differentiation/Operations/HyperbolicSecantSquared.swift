internal import CKernels

/// 1/cosh²u, the derivative of tanh u, with all its digits however near to 1 tanh u is: 1 − tanh²u would have none left.
struct HyperbolicSecantSquared: ElementaryFunction {
  static let name = "sech^2"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_sech_squared, rows: polyak_rows_sech_squared, singleRows: polyak_single_rows_sech_squared))

  func derivative(at u: Expression, value y: Expression) -> Expression { Expression.tanh(u) * y * -2 }
}

extension Expression {
  static func sechSquared(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(HyperbolicSecantSquared(), [u]) }
  }
}
