internal import CKernels

/// eᵘ.
struct Exponential: ElementaryFunction {
  static let name = "exp"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_exp, rows: polyak_rows_exp, singleRows: polyak_single_rows_exp))

  func derivative(at u: Expression, value y: Expression) -> Expression { y }
}

extension Exponential {
  static let function = NamedFunction(
    Exponential.self, "The exponential, e to the power x.", sample: (at: 0.5, value: 1.6487212707001281), Expression.exp)
}

extension Expression {
  public static func exp(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Exponential(), [u]) }
  }
}
