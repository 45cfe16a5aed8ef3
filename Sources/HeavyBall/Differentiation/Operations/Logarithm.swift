internal import CKernels

/// The natural logarithm of u.
struct Logarithm: ElementaryFunction {
  static let name = "log"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_log, rows: polyak_rows_log, singleRows: polyak_single_rows_log))

  func derivative(at u: Expression, value y: Expression) -> Expression { 1 / u }
}

extension Logarithm {
  static let function = NamedFunction(
    Logarithm.self, "The natural logarithm.", sample: (at: 0.5, value: -0.69314718055994531), Expression.log)
}

extension Expression {
  public static func log(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Logarithm(), [u]) }
  }
}
