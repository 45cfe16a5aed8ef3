internal import CKernels

/// The cosine of u.
struct Cosine: ElementaryFunction {
  static let name = "cos"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_cos, rows: polyak_rows_cos, singleRows: polyak_single_rows_cos))

  func derivative(at u: Expression, value y: Expression) -> Expression { -Expression.sin(u) }
}

extension Cosine {
  static let function = NamedFunction(
    Cosine.self, "The cosine, of radians.", sample: (at: 0.5, value: 0.87758256189037272), Expression.cos)
}

extension Expression {
  public static func cos(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Cosine(), [u]) }
  }
}
