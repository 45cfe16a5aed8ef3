internal import CKernels

/// 1/(1 + e⁻ᵘ), computed without overflow.
struct Sigmoid: ElementaryFunction {
  static let name = "sigmoid"
  static let primitive = Primitive.unary(
    UnaryPrimitive(value: polyak_sigmoid, rows: polyak_rows_sigmoid, singleRows: polyak_single_rows_sigmoid))

  /// y(1 − y), which has no digits left where y is near 1, written as sech²(u/2)/4.
  func derivative(at u: Expression, value y: Expression) -> Expression { .sechSquared(u / 2) / 4 }
}

extension Sigmoid {
  static let function = NamedFunction(
    Sigmoid.self, "1/(1 + exp(-x)).", sample: (at: 0.5, value: 0.62245933120185456), Expression.sigmoid)
}

extension Expression {
  public static func sigmoid(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Sigmoid(), [u]) }
  }
}
