internal import CKernels

/// log(1 + eᵘ), computed without overflow.
struct Softplus: ElementaryFunction {
  static let name = "softplus"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_softplus, rows: polyak_rows_softplus, singleRows: polyak_single_rows_softplus))

  func derivative(at u: Expression, value y: Expression) -> Expression { Expression.sigmoid(u) }
}

extension Softplus {
  static let function = NamedFunction(
    Softplus.self, "log(1 + exp(x)), without overflow.", sample: (at: 0.5, value: 0.97407698418010668), Expression.softplus)
}

extension Expression {
  public static func softplus(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Softplus(), [u]) }
  }
}
