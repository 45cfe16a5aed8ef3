internal import CKernels

/// log(1 + u), with all its digits where u is small.
struct LogarithmOfOnePlus: ElementaryFunction {
  static let name = "log1p"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_log1p, rows: polyak_rows_log1p, singleRows: polyak_single_rows_log1p))

  func derivative(at u: Expression, value y: Expression) -> Expression { 1 / (1 + u) }
}

extension LogarithmOfOnePlus {
  static let function = NamedFunction(
    LogarithmOfOnePlus.self, "log(1 + x), with all its digits where x is small.",
    sample: (at: 0.5, value: 0.40546510810816438), Expression.log1p)
}

extension Expression {
  public static func log1p(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(LogarithmOfOnePlus(), [u]) }
  }
}
