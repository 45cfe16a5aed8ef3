internal import CKernels

/// eᵘ − 1, with all its digits where u is small.
struct ExponentialLessOne: ElementaryFunction {
  static let name = "expm1"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_expm1, rows: polyak_rows_expm1, singleRows: polyak_single_rows_expm1))

  func derivative(at u: Expression, value y: Expression) -> Expression { Expression.exp(u) }
}

extension ExponentialLessOne {
  static let function = NamedFunction(
    ExponentialLessOne.self, "exp(x) - 1, with all its digits where x is small.", sample: (at: 0.5, value: 0.64872127070012815),
    Expression.expm1)
}

extension Expression {
  public static func expm1(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(ExponentialLessOne(), [u]) }
  }
}
