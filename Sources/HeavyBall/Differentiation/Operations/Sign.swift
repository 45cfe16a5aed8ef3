internal import CKernels

/// 1 where u > 0, -1 where u < 0, otherwise u itself (a zero or NaN). Its derivative is zero wherever there is one.
struct Sign: ElementwiseOperation, PiecewiseConstantOperation {
  static let name = "sign"
  static let primitive = Primitive.unary(
    UnaryPrimitive(
      value: { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, rows: polyak_rows_sign, singleRows: polyak_single_rows_sign,
      instruction: .sign))
}

extension Sign {
  static let function = NamedFunction(
    Sign.self, "1, -1 or 0; its derivative is taken to be 0 everywhere.", sample: (at: 0.5, value: 1), Expression.sign)
}

extension Expression {
  public static func sign(_ u: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Sign(), [u]) }
  }
}
