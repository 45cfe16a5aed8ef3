/// u where c > 0, v where c ≤ 0, NaN where c is: how relu, max and min are written.
///
/// Derivatives are those of the chosen side, whatever the other's are: see ``ChosenSeed``; at the kink itself, where c = 0, those
/// of v.
struct Select: ElementwiseOperation {
  static let name = "select"
  static let primitive = Primitive.select

  func simplified(_ operands: [Expression]) -> Expression? {
    if let condition = operands[0].uniformValue, !condition.isNaN { return condition > 0 ? operands[1] : operands[2] }
    guard operands[1] == operands[2], let conditions = operands[0].storedValues else { return nil }
    return conditions.contains(where: \.isNaN) ? nil : operands[1]
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    let zero = y.graph.constant(0, y.shape)
    switch i {
    case 1: return Expression.select(operands[0], seed, zero)
    case 2: return Expression.select(operands[0], zero, seed)
    default: return zero
    }
  }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    let (u, v) = (jets[operands[1], m], jets[operands[2], m])
    if u == nil && v == nil { return nil }
    let zero = y.graph.constant(0, y.shape)
    return Expression.select(operands[0], u ?? zero, v ?? zero)
  }
}

extension Expression {
  /// u where c > 0, v where c ≤ 0. All of one shape.
  static func select(_ c: Expression, _ u: Expression, _ v: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try c.graph.apply(Select(), [c, u, v]) }
  }

  /// a where x > 0, b where x ≤ 0, NaN where x is, element by element; derivatives are those of the chosen one.
  public static func chosen(
    where x: Expression, _ a: Expression, _ b: Expression
  ) throws(ShapeError) -> Expression {
    let operands = try broadcast([x, a, b], for: "where")
    return select(operands[0], operands[1], operands[2])
  }

  /// The larger of two, element by element; where equal, the second, derivatives too.
  public static func maximum(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    let (a, b) = try broadcast(u, v, for: "max")
    return select(excess(a, b), a, b)
  }

  /// The smaller of two, element by element; where equal, the second, derivatives too.
  public static func minimum(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    let (a, b) = try broadcast(u, v, for: "min")
    return select(excess(b, a), a, b)
  }

  /// Positive where a > b, NaN where one of them is: a − b, but of an infinite a, of which an equal b would leave NaN.
  static func excess(_ a: Expression, _ b: Expression) -> Expression {
    if [a, b].contains(where: { $0.storedValues?.allSatisfy(\.isFinite) == true }) { return a - b }
    // 1/|a| is 0 of an infinite a alone, whose sign then decides, unless b is NaN.
    return select(1 / abs(a), a - b, select(b, a, a))
  }
}
