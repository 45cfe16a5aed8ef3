/// The sum of each row of a matrix. Singles are added up as doubles, which a product with ones would not do.
struct RowSums: LinearOperation {
  static let name = "sums of rows"

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard case .matrix(let rows, let columns) = operands[0], columns > 0 else {
      throw ShapeError(Self.name, "expected a matrix with at least one column, got \(operands[0])")
    }
    return .vector(rows)
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    guard case .matrix(let rows, columns: 1) = operands[0].shape else { return nil }
    return operands[0].reshaped(.vector(rows))
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    guard case .matrix(_, let columns) = operands[0].shape else { preconditionFailure("rows of \(operands[0].shape)") }
    return seed.inEachColumn(of: columns)
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { operands[0].count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    let columns = operands[0].count / max(result.count, 1)
    return (0..<result.count).map { row in
      let u = operands[0][row * columns..<(row + 1) * columns]
      return u.dropFirst().reduce(u[u.startIndex], +)
    }
  }

  func evaluate(_ call: TensorCall) {
    let rows = call.shape.count
    let columns = call.shapes[0].count / max(rows, 1)
    for row in 0..<rows {
      call.kernels.sum(
        columns, call.members, call.result + call.bytes(row), call.operands[0] + call.bytes(row * columns))
    }
  }
}

/// What networks need of rows and columns; copies of a vector are products with ones, whose derivatives are products'.
extension Expression {
  /// The sums of a matrix's rows.
  func rowSums() -> Expression { shapesSuit { () throws(ShapeError) in try graph.apply(RowSums(), [self]) } }

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
}
