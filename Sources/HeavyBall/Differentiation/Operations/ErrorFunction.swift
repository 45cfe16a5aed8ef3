internal import CKernels

/// The error function, 2/√π times the integral of exp(−t²) from 0 to u.
struct ErrorFunction: ElementaryFunction {
  static let name = "erf"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_erf, rows: polyak_rows_erf, singleRows: polyak_single_rows_erf))

  func derivative(at u: Expression, value y: Expression) -> Expression {
    Expression.exp(-u.squared()) * (2 / Double.pi.squareRoot())
  }
}

extension ErrorFunction {
  static let function = NamedFunction(
    ErrorFunction.self, "The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.",
    sample: (at: 0.5, value: 0.52049987781304654), Expression.erf)
}

extension Expression {
  public static func erf(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(ErrorFunction(), [u]) }
  }
}
