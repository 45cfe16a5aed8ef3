/// u ÷ v, element by element.
struct Divide: ElementwiseOperation {
  static let name = "divide"
  static let primitive = Primitive.divide

  func simplified(_ operands: [Expression]) -> Expression? {
    guard let divisor = operands[1].uniformValue else { return nil }
    if divisor == 1 { return operands[0] }
    return divisor.isPowerOfTwo && (1 / divisor).isNormal ? operands[0] * (1 / divisor) : nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    i == 0 ? seed / operands[1] : -(seed * y) / operands[1]
  }

  /// From y·v = u: y_m = (u_m − Σ_{b ≠ 1} y_a v_b) / v_1.
  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    let (u, v) = (operands[0], operands[1])
    var terms: [Expression.ProductTerm] = []
    if let part = jets[u, m] { terms.append(.init(u: part, v: y.graph.constant(1, part.shape))) }
    for f in jets.algebra.factorizations[m] where f.b != 0 {
      guard let left = jets[y, f.a], let right = jets[v, f.b] else { continue }
      terms.append(.init(u: left, v: right, factor: -f.weight))
    }
    return Expression.sum(ofProducts: terms).map { $0 / v }
  }
}

extension Expression {
  /// The quotient, element by element; a scalar goes with any shape.
  public static func quotient(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    try elementwise(Divide(), u, v)
  }

  public static func / (u: Expression, v: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try quotient(u, v) }
  }
  public static func / (u: Expression, c: Double) -> Expression { u / u.graph.constant(c) }
  public static func / (c: Double, u: Expression) -> Expression { u.graph.constant(c) / u }
}
