/// log Σ exp(uᵢ) over all elements, computed from the largest so that nothing overflows.
struct LogSumExp: Operation {
  static let name = "logsumexp"

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard operands[0].count > 0 else { throw ShapeError(Self.name, "expected at least one element") }
    return .scalar
  }

  func simplified(_ operands: [Expression]) -> Expression? { operands[0].shape == .scalar ? operands[0] : nil }

  /// The gradient, exp(uᵢ − y): positive weights that add up to 1.
  private func softmax(_ u: Expression, _ y: Expression) -> Expression { Expression.exp(u - y) }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed * softmax(operands[0], y)
  }

  func companions(_ operands: [Expression], result y: Expression) -> [Expression] { [softmax(operands[0], y)] }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    jets.integral(of: softmax(operands[0], y), along: operands[0], at: m) { a, b in
      shapesSuit { () throws(ShapeError) in try Expression.dot(a, b) }
    }
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { 5 * operands[0].count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    let u = operands[0]
    let largest = u.dropFirst().reduce(u[0]) { Expression.select($1 - $0, $1, $0) }
    let terms = u.map { Expression.exp($0 - largest) }
    return [Expression.log(terms.dropFirst().reduce(terms[0], +)) + largest]
  }

  func evaluate(_ call: TensorCall) {
    call.kernels.logSumExp(1, call.shapes[0].count, call.members, call.result, call.operands[0])
  }
}

extension Expression {
  /// log Σ exp(uᵢ) over all elements.
  public static func logSumExp(_ u: Expression) throws(ShapeError) -> Expression {
    try u.graph.apply(LogSumExp(), [u])
  }
}
