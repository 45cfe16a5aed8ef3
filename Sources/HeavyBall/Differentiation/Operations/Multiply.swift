/// uv, element by element.
struct Multiply: ElementwiseOperation, BilinearOperation {
  static let name = "multiply"
  static let primitive = Primitive.multiply
  var isCommutative: Bool { true }
  var isSymmetric: Bool { true }

  /// Only what leaves every value the same: 0·u stays, since u may be infinite, signs go outwards, and of two constant
  /// factors one is folded into the other only where one is a power of two, whose product is exact.
  func simplified(_ operands: [Expression]) -> Expression? {
    // |u|·|u| is u·u, which has a second derivative at 0.
    if operands[0] == operands[1], operands[0].operation is AbsoluteValue { return operands[0].operands[0].squared() }
    for (c, u) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      if u.operation is Negate { return !c.isConstant ? -(u.operands[0] * c) : u.operands[0] * -c }
      if c.uniformValue == 1 { return u }
      if c.uniformValue == -1 { return -u }
      guard c.operation is Constant, u.operation is Multiply else { continue }
      for (d, v) in [(u.operands[0], u.operands[1]), (u.operands[1], u.operands[0])] {
        if let x = c.uniformValue, let y = d.uniformValue {
          guard (x * y).isNormal, x.isPowerOfTwo || y.isPowerOfTwo else { continue }
          return v * v.graph.constant(x * y, v.shape)
        }
        guard let factors = c.constantValues, let inner = d.constantValues else { continue }
        let products = zip(factors, inner).map { $0 * $1 }
        if products.allSatisfy(\.isNormal), factors.allSatisfy(\.isPowerOfTwo) || inner.allSatisfy(\.isPowerOfTwo) {
          return v * v.graph.constant(products, v.shape)
        }
      }
    }
    return nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed * operands[1 - i]
  }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    jets.convolution(operands[0], operands[1], at: m, halved: operands[0] == operands[1])
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
