/// log Σ_j exp(u_ij) of each row of a matrix, computed from the largest so that nothing overflows.
struct RowLogSumExp: Operation {
  static let name = "logsumexp of rows"

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard case .matrix(let rows, let columns) = operands[0], columns > 0 else {
      throw ShapeError(Self.name, "expected a matrix with at least one column, got \(operands[0])")
    }
    return .vector(rows)
  }

  /// The gradient, exp(u_ij − y_i): positive weights that add up to 1 in each row.
  private func softmax(_ u: Expression, _ y: Expression) -> Expression {
    guard case .matrix(_, let columns) = u.shape else { preconditionFailure("rows of \(u.shape)") }
    return Expression.exp(u - y.inEachColumn(of: columns))
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    guard case .matrix(_, let columns) = operands[0].shape else { preconditionFailure("rows of \(operands[0].shape)") }
    return softmax(operands[0], y) * seed.inEachColumn(of: columns)
  }

  func companions(_ operands: [Expression], result y: Expression) -> [Expression] { [softmax(operands[0], y)] }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    jets.integral(of: softmax(operands[0], y), along: operands[0], at: m) { a, b in (a * b).rowSums() }
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { 5 * operands[0].count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    let columns = operands[0].count / max(result.count, 1)
    return (0..<result.count).flatMap { row in
      LogSumExp().scalars(
        [Array(operands[0][row * columns..<(row + 1) * columns])], shapes: [.vector(columns)], result: .scalar)
    }
  }

  func evaluate(_ call: TensorCall) {
    let rows = call.shape.count
    call.kernels.logSumExp(rows, call.shapes[0].count / max(rows, 1), call.members, call.result, call.operands[0])
  }
}

/// What networks need of rows and columns, as products with ones: their derivatives are products' again.
extension Expression {
  /// log Σ_j exp(u_ij) of each row of a matrix.
  public func rowLogSumExp() throws(ShapeError) -> Expression { try graph.apply(RowLogSumExp(), [self]) }

  /// A vector's elements in so many equal columns: v·1ᵀ.
  public func inEachColumn(of columns: Int) -> Expression {
    shapesSuit { () throws(ShapeError) in
      let column = reshaped(.matrix(rows: shape.count, columns: 1))
      return try Expression.matrixProduct(column, graph.constant(1, .matrix(rows: 1, columns: columns)))
    }
  }

  /// A vector in so many equal rows: 1·vᵀ.
  public func inEachRow(of rows: Int) -> Expression {
    shapesSuit { () throws(ShapeError) in
      let row = reshaped(.matrix(rows: 1, columns: shape.count))
      return try Expression.matrixProduct(graph.constant(1, .matrix(rows: rows, columns: 1)), row)
    }
  }

  /// The sums of a matrix's rows: U·1.
  public func rowSums() -> Expression {
    guard case .matrix(_, let columns) = shape else { preconditionFailure("rows of \(shape)") }
    return shapesSuit { () throws(ShapeError) in
      try Expression.matrixProduct(self, graph.constant(1, .vector(columns)))
    }
  }
}
