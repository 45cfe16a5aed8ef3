internal import CKernels

/// The hyperbolic tangent of u.
struct HyperbolicTangent: ElementaryFunction {
  static let name = "tanh"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_tanh, rows: polyak_rows_tanh, singleRows: polyak_single_rows_tanh))

  func derivative(at u: Expression, value y: Expression) -> Expression { .sechSquared(u) }
}

extension HyperbolicTangent {
  static let function = NamedFunction(
    HyperbolicTangent.self, "The hyperbolic tangent.", sample: (at: 0.5, value: 0.46211715726000976), Expression.tanh)
}

extension Expression {
  public static func tanh(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(HyperbolicTangent(), [u]) }
  }
}
