internal import CKernels

/// 1 where u > v, otherwise 0, also where one of them is NaN: what ``Select`` chooses by where a difference would be
/// infinity less infinity.
struct Exceeds: ElementwiseOperation, PiecewiseConstantOperation {
  static let name = "exceeds"
  static let primitive = Primitive.binary(
    BinaryPrimitive(
      value: { $0 > $1 ? 1 : 0 }, rows: polyak_rows_exceeds, singleRows: polyak_single_rows_exceeds))
}

extension Expression {
  /// 1 where u > v, otherwise 0. Both of one shape.
  static func exceeds(_ u: Expression, _ v: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(Exceeds(), [u, v]) }
  }
}
