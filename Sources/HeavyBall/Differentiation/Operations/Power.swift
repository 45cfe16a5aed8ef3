internal import CKernels

/// u to the power v, element by element. Whole constant exponents become products: see ``Expression/power(_:_:)``.
struct Power: PowerOperation {
  static let name = "power"
  static let primitive = Primitive.binary(
    BinaryPrimitive(value: polyak_power, rows: polyak_rows_power, singleRows: polyak_single_rows_power))

  static func slopePower(_ u: Expression, _ v: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try Expression.power(u, v) }
  }

  func simplified(_ operands: [Expression]) -> Expression? { operands[1].uniformValue == 1 ? operands[0] : nil }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    let (u, v) = (operands[0], operands[1])
    if v.isConstant { return constantExponentAdjoint(u, v, seed: seed) }
    return seed * PowerLogarithm.slope(ofOperand: i, u, v, order: 0)
  }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    let (u, v) = (operands[0], operands[1])
    if v.isConstant { return constantExponentCoefficient(m, u, v, result: y, in: jets) }
    return PowerLogarithm.coefficient(m, u, v, order: 0, result: y, in: jets)
  }
}

extension Expression {
  /// u to the power v, element by element.
  ///
  /// A constant whole exponent of at most 1024 in modulus is carried out by repeated squaring, see also
  /// `ReciprocalPower`; ½ becomes the square
  /// root, and other constant powers of |x| are functions of x.
  public static func power(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    if let (base, exponents) = squaredBase(u, v) { return try power(base, exponents) }
    if let exponent = v.uniformValue, v.shape == .scalar || v.shape == u.shape {
      if exponent == 0.5 { return sqrt(u) }
      if let whole = Int(exactly: exponent), whole.magnitude <= 1024 { return u.raised(to: whole) }
    }
    if v.isConstant, let x = u.argumentOfAbsoluteValue { return try elementwise(AbsolutePower(), x, v) }
    return try elementwise(Power(), u, v)
  }

  /// (x²)^v is |x|^(2v), and x^(2v) where x is a square itself: by the chain rule its derivatives at 0 are infinity by 0.
  ///
  /// Whole powers are products, which are right as they are.
  private static func squaredBase(_ u: Expression, _ v: Expression) -> (base: Expression, exponents: Expression)? {
    guard let x = u.rootOfSquare, let exponents = v.storedValues,
      exponents.contains(where: { $0 != $0.rounded() }), exponents.allSatisfy({ (2 * $0).isFinite })
    else { return nil }
    let doubled = exponents.map { 2 * $0 }
    let constant = v.uniformValue.map { v.graph.constant(2 * $0, v.shape) } ?? v.graph.constant(doubled, v.shape)
    return (x.rootOfSquare == nil ? abs(x) : x, constant)
  }

  /// x of x², element by element.
  var rootOfSquare: Expression? {
    operation is Multiply && operands[0] == operands[1] ? operands[0] : nil
  }

  /// x of |x|, also where every element of a shape is |x|.
  private var argumentOfAbsoluteValue: Expression? {
    if operation is AbsoluteValue { return operands[0] }
    return operation is Broadcast ? operands[0].argumentOfAbsoluteValue?.broadcast(to: shape) : nil
  }

  public func raised(to n: Int) -> Expression {
    if n < 0 { return shapesSuit { () throws(ShapeError) in try graph.apply(ReciprocalPower(exponent: -n), [self]) } }
    if n == 0 { return graph.constant(1, shape) }
    if n == 1 { return self }
    let half = raised(to: n / 2)
    return n % 2 == 0 ? half * half : half * half * self
  }
}
