internal import CKernels

/// |u|. Its derivative is sign u, 0 at 0; every higher one is zero.
struct AbsoluteValue: ElementaryFunction {
  static let name = "abs"
  static let primitive = Primitive.unary(
    UnaryPrimitive(
      value: { $0.magnitude }, rows: polyak_rows_absolute, singleRows: polyak_single_rows_absolute,
      instruction: .absolute))

  func derivative(at u: Expression, value y: Expression) -> Expression { Expression.sign(u) }
}

extension AbsoluteValue {
  static let function = NamedFunction(
    AbsoluteValue.self, "The absolute value; its derivative at 0 is taken to be 0.", sample: (at: 0.5, value: 0.5), Expression.abs
  )
}

extension Expression {
  public static func abs(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(AbsoluteValue(), [u]) }
  }
}
