/// A matrix with rows and columns exchanged.
struct Transpose: LinearOperation {
  static let name = "transpose"

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard case .matrix(let rows, let columns) = operands[0] else {
      throw ShapeError(Self.name, "expected a matrix, got \(operands[0])")
    }
    return .matrix(rows: columns, columns: rows)
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    operands[0].operation is Transpose ? operands[0].operands[0] : nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try seed.transposed() }
  }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    guard case .matrix(let rows, let columns) = result else { preconditionFailure("transposes are matrices") }
    return (0..<rows).flatMap { i in (0..<columns).map { j in operands[0][j * rows + i] } }
  }

  func evaluate(_ call: TensorCall) {
    guard case .matrix(let rows, let columns) = call.shape else { preconditionFailure("transposes are matrices") }
    call.kernels.transpose(rows, columns, call.members, call.result, call.operands[0])
  }
}

extension Expression {
  /// The transposed matrix.
  public func transposed() throws(ShapeError) -> Expression { try graph.apply(Transpose(), [self]) }
}
