internal import CKernels

/// The arctangent of u, between −π/2 and π/2.
struct Arctangent: ElementaryFunction {
  static let name = "atan"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_atan, rows: polyak_rows_atan, singleRows: polyak_single_rows_atan))

  func derivative(at u: Expression, value y: Expression) -> Expression { 1 / (1 + u.squared()) }
}

extension Arctangent {
  static let function = NamedFunction(
    Arctangent.self, "The arctangent, in radians.", sample: (at: 0.5, value: 0.46364760900080612), Expression.atan)
}

extension Expression {
  public static func atan(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Arctangent(), [u]) }
  }
}
