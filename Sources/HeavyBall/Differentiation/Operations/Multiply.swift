/// uv, element by element.
struct Multiply: ElementwiseOperation, BilinearOperation {
  static let name = "multiply"
  static let primitive = Primitive.multiply
  var isCommutative: Bool { true }
  var isSymmetric: Bool { true }

  /// Only what leaves every value the same: 0·u stays, since u may be infinite, and of two constant factors one is
  /// folded into the other only where one is a power of two, whose product is exact.
  func simplified(_ operands: [Expression]) -> Expression? {
    for (c, u) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      guard let factor = c.uniformValue else { continue }
      if factor == 1 { return u }
      if factor == -1 { return -u }
      if u.operation is Negate { return u.operands[0] * -c }
      guard u.operation is Multiply else { continue }
      for (d, v) in [(u.operands[0], u.operands[1]), (u.operands[1], u.operands[0])] {
        guard let inner = d.uniformValue else { continue }
        if factor.isPowerOfTwo || inner.isPowerOfTwo, (factor * inner).isNormal { return v * (factor * inner) }
      }
    }
    return nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed * operands[1 - i]
  }
}

extension Expression {
  /// The product, element by element; a scalar goes with any shape. See ``matrixProduct(_:_:)``.
  public static func product(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    try elementwise(Multiply(), u, v)
  }

  public static func * (u: Expression, v: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try product(u, v) }
  }
  public static func * (u: Expression, c: Double) -> Expression { u * u.graph.constant(c) }
  public static func * (c: Double, u: Expression) -> Expression { u.graph.constant(c) * u }

  /// u², element by element.
  public func squared() -> Expression { self * self }
}

extension Double {
  /// Whether multiplication by this number is exact (but for overflow and underflow).
  var isPowerOfTwo: Bool { isNormal && significandBitPattern == 0 }
}
