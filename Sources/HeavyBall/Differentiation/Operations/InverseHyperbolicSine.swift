internal import CKernels

/// The inverse hyperbolic sine of u, log(u + √(u² + 1)) without its cancellation and overflow.
struct InverseHyperbolicSine: ElementaryFunction {
  static let name = "asinh"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_asinh, rows: polyak_rows_asinh, singleRows: polyak_single_rows_asinh))

  func derivative(at u: Expression, value y: Expression) -> Expression { 1 / Expression.sqrt(1 + u.squared()) }
}

extension InverseHyperbolicSine {
  static let function = NamedFunction(
    InverseHyperbolicSine.self, "The inverse hyperbolic sine.", sample: (at: 0.5, value: 0.48121182505960345), Expression.asinh)
}

extension Expression {
  public static func asinh(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(InverseHyperbolicSine(), [u]) }
  }
}
