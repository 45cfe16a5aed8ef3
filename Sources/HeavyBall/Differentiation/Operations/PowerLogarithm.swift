/// u^v (log u)^n, element by element, with its limit 0 where u = 0 and v > 0: what derivatives of u^v by both consist of.
///
/// By u it has the derivative v·u^(v−1) (log u)^n + n·u^(v−1) (log u)^(n−1), by v u^v (log u)^(n+1).
struct PowerLogarithm: Operation {
  static let name = "power and logarithm"
  /// n ≥ 1.
  let order: Int

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard operands[0] == operands[1] else { throw .mismatch(Self.name, operands) }
    return operands[0]
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed * Self.slope(ofOperand: i, operands[0], operands[1], order: order)
  }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    Self.coefficient(m, operands[0], operands[1], order: order, result: y, in: jets)
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { (order + 4) * result.count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    zip(operands[0], operands[1]).map { u, v in
      shapesSuit { () throws(ShapeError) in
        let factor = Self.logarithm(u, beside: v)
        return try (0..<order).reduce(u.graph.apply(Power(), [u, v])) { product, _ in product * factor }
      }
    }
  }

  func evaluate(_ call: TensorCall) {
    call.kernels.powerLogarithm(call.rowLength, order, call.result, call.operands[0], call.operands[1])
  }

  /// log u as a factor of u^v: 0 where u = 0 and v > 0.
  private static func logarithm(_ u: Expression, beside v: Expression) -> Expression {
    let constant = { (value: Double) in u.graph.constant(value, u.shape) }
    return Expression.select(
      Expression.abs(u), Expression.log(u), Expression.select(v, constant(0), constant(-.infinity)))
  }

  private static func isPositive(_ u: Expression) -> Bool { u.storedValues?.allSatisfy { $0 > 0 } == true }

  /// u^v (log u)^n, n = 0 included.
  private static func of(_ u: Expression, _ v: Expression, order: Int) -> Expression {
    shapesSuit { () throws(ShapeError) in
      order == 0 ? try Expression.power(u, v) : try u.graph.apply(PowerLogarithm(order: order), [u, v])
    }
  }

  /// The derivative of u^v (log u)^n by u or v.
  static func slope(ofOperand i: Int, _ u: Expression, _ v: Expression, order n: Int) -> Expression {
    if i == 1 {
      return isPositive(u) ? of(u, v, order: n) * Expression.log(u) : of(u, v, order: n + 1)
    }
    // Of u^0 it is 0 where u = 0 as well. Elsewhere it is no constant: it changes with v.
    let zero = u.graph.constant(0, u.shape)
    let distance = Expression.abs(u) + Expression.abs(v)
    let first = Expression.select(distance, v * of(u, v - 1, order: n), zero)
    return n == 0 ? first : first + of(u, v - 1, order: n - 1) * Double(n)
  }

  /// The coefficient of y = u^v (log u)^n at m, from both slopes where grades are few.
  ///
  /// Slopes upon slopes cost grade⁴. For Taylor polynomials of high order E y = y E(v log u) + n u^v (log u)^(n−1) E log u
  /// costs grade² and has no value where u = 0: there y stays 0 up to grade v, and for good while u stays 0.
  static func coefficient(
    _ m: Int, _ u: Expression, _ v: Expression, order n: Int, result y: Expression, in jets: JetExpansion
  ) -> Expression? {
    if !jets.depends(u) {
      if isPositive(u) { return jets.integral(of: y, along: v * Expression.log(u), at: m) }
      return jets.integral(of: y, along: v * logarithm(u, beside: v), at: m, product: Expression.directed)
    }
    guard jets.depends(v), jets.algebra.grades.last! > 4 else {
      var sum: Expression?
      for (i, operand) in [u, v].enumerated() {
        let slope = slope(ofOperand: i, u, v, order: n)
        let part = jets.integral(of: slope, along: operand, at: m, product: Expression.directed)
        if let part { jets.add(part, to: &sum) }
      }
      return sum
    }
    var sum = jets.integral(of: y, along: v * Expression.log(u), at: m)
    if n > 0 {
      let part = jets.integral(of: of(u, v, order: n - 1), along: Expression.log(u), at: m)
      if let part { jets.add(part * Double(n), to: &sum) }
    }
    return sum.map { Expression.select(Expression.abs(u), $0, atZero(m, u, v, in: jets)) }
  }

  private static func atZero(_ m: Int, _ u: Expression, _ v: Expression, in jets: JetExpansion) -> Expression {
    let constant = { (value: Double) in u.graph.constant(value, u.shape) }
    var change: Expression?
    for f in jets.algebra.factorizations[m] where f.a != 0 {
      if let part = jets[u, f.a] { jets.add(Expression.abs(part), to: &change) }
    }
    guard let change else { return constant(0) }
    let ofGrade = Expression.select(v - Double(jets.algebra.grades[m]), constant(0), constant(.nan))
    return Expression.select(change, ofGrade, constant(0))
  }
}
