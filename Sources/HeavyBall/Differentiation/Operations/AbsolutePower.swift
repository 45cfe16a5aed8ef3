internal import CKernels

/// |u| to a constant power v: a function of u itself, since |u| has no derivative at 0 where |u|^v may have several.
struct AbsolutePower: PowerOperation {
  static let name = "power of abs"
  static let primitive = Primitive.binary(
    BinaryPrimitive(
      value: polyak_absolute_power, rows: polyak_rows_absolute_power,
      singleRows: polyak_single_rows_absolute_power))

  static func slopePower(_ u: Expression, _ v: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(SignedPower(), [u, v]) }
  }
}

/// |u| to a constant power v with the sign of u, 0 or NaN where u = 0: the slope of |u|^(v + 1) over v + 1.
struct SignedPower: PowerOperation {
  static let name = "signed power of abs"
  static let primitive = Primitive.binary(
    BinaryPrimitive(
      value: polyak_signed_power, rows: polyak_rows_signed_power,
      singleRows: polyak_single_rows_signed_power))

  static func slopePower(_ u: Expression, _ v: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try u.graph.apply(AbsolutePower(), [u, v]) }
  }
}

extension PowerOperation {
  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    constantExponentAdjoint(operands[0], operands[1], seed: seed)
  }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    constantExponentCoefficient(m, operands[0], operands[1], result: y, in: jets)
  }
}
