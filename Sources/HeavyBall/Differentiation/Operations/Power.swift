internal import CKernels
internal import Glibc

/// u to the power v, element by element. Whole constant exponents become products: see ``Expression/power(_:_:)``.
struct Power: ElementwiseOperation {
  static let name = "power"
  static let primitive = Primitive.binary(BinaryPrimitive(value: { pow($0, $1) }, rows: polyak_rows_power, singleRows: polyak_single_rows_power))

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    let (u, v) = (operands[0], operands[1])
    // Where u = 0 the derivative by v is 0, and y log u would be 0 times −∞.
    if i == 1 { return seed * y * Expression.log(Expression.select(Expression.abs(u), u, y.graph.constant(1, u.shape))) }
    return seed * v * shapesSuit { () throws(ShapeError) in try Expression.power(u, v - 1) }
  }

  /// v·log u, made with the node itself so that its coefficients are at hand when the power's are wanted.
  func companions(_ operands: [Expression], result y: Expression) -> [Expression] {
    !operands[1].isConstant ? [operands[1] * Expression.log(operands[0])] : []
  }

  /// For a constant exponent p, u E y = p y E u gives grade(m) u_1 y_m = Σ_{a ≠ 1} (p grade(a) − grade(b)) u_a y_b.
  /// Otherwise E y = y E(v log u).
  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    let (u, v) = (operands[0], operands[1])
    guard let p = v.uniformValue else {
      return jets.integral(of: y, along: v * Expression.log(u), at: m, product: *)
    }
    let grades = jets.algebra.grades
    var sum: Expression?
    for f in jets.algebra.factorizations[m] where f.a != 0 {
      guard let left = jets[u, f.a], let right = jets[y, f.b] else { continue }
      let weight = f.weight * (p * Double(grades[f.a]) - Double(grades[f.b])) / Double(grades[m])
      jets.add(left * right * weight, to: &sum)
    }
    return sum.map { $0 / u }
  }
}

extension Expression {
  /// u to the power v, element by element.
  ///
  /// A constant whole exponent of at most 1024 in modulus is carried out by repeated squaring, which has derivatives at
  /// u = 0 and for u < 0; ½ becomes the square root.
  public static func power(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    if let exponent = v.uniformValue, v.shape == .scalar || v.shape == u.shape {
      if exponent == 0.5 { return sqrt(u) }
      if let whole = Int(exactly: exponent), whole.magnitude <= 1024 { return u.raised(to: whole) }
    }
    if !v.isConstant { _ = try product(v, log(u)) }
    return try elementwise(Power(), u, v)
  }

  public func raised(to n: Int) -> Expression {
    if n < 0 { return 1 / raised(to: -n) }
    if n == 0 { return graph.constant(1, shape) }
    if n == 1 { return self }
    let half = raised(to: n / 2)
    return n % 2 == 0 ? half * half : half * half * self
  }
}
