internal import CKernels

/// The sine of u.
struct Sine: ElementaryFunction {
  static let name = "sin"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_sin, rows: polyak_rows_sin, singleRows: polyak_single_rows_sin))

  func derivative(at u: Expression, value y: Expression) -> Expression { Expression.cos(u) }
}

extension Sine {
  static let function = NamedFunction(
    Sine.self, "The sine, of radians.", sample: (at: 0.5, value: 0.47942553860420300), Expression.sin)
}

extension Expression {
  public static func sin(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Sine(), [u]) }
  }
}
