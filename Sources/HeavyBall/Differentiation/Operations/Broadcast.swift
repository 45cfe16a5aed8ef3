/// A scalar in every element of a vector or matrix.
struct Broadcast: LinearOperation {
  static let name = "broadcast"
  let shape: Shape

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard operands == [.scalar] else { throw .mismatch(Self.name, operands) }
    return shape
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed.sum()
  }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    Array(repeating: operands[0][0], count: result.count)
  }

  func evaluate(_ call: TensorCall) {
    call.kernels.repeat(call.shape.count, call.members, call.result, call.operands[0])
  }
}

extension Expression {
  /// The same scalar in every element of a shape; a vector, or a matrix of one row, in each row of a matrix, a matrix of one
  /// column in each column.
  ///
  /// - Precondition: the shapes go together: see ``Shape/broadcast(_:_:)``.
  func broadcast(to shape: Shape) -> Expression {
    if self.shape == shape { return self }
    guard case .matrix(let rows, let columns) = shape, self.shape != .scalar else {
      return shapesSuit { () throws(ShapeError) in try graph.apply(Broadcast(shape: shape), [self]) }
    }
    if self.shape.count == 1 { return reshaped(.scalar).broadcast(to: shape) }
    let vector = reshaped(.vector(self.shape.count))
    if case .matrix(let n, columns: 1) = self.shape, n == rows { return vector.inEachColumn(of: columns) }
    return vector.inEachRow(of: rows)
  }

  /// Operands brought to the one shape that goes with all of them.
  static func broadcast(_ operands: [Expression], for operation: String) throws(ShapeError) -> [Expression] {
    var shape = operands[0].shape
    for operand in operands.dropFirst() {
      guard let both = Shape.broadcast(shape, operand.shape) else { throw .mismatch(operation, operands.map(\.shape)) }
      shape = both
    }
    return operands.map { $0.broadcast(to: shape) }
  }

  static func broadcast(
    _ u: Expression, _ v: Expression, for operation: String
  ) throws(ShapeError) -> (Expression, Expression) {
    let both = try broadcast([u, v], for: operation)
    return (both[0], both[1])
  }

  static func elementwise<O: ElementwiseOperation>(
    _ operation: O, _ u: Expression, _ v: Expression
  ) throws(ShapeError) -> Expression {
    let (a, b) = try broadcast(u, v, for: O.name)
    return try u.graph.apply(operation, [a, b])
  }
}
