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
  /// The same scalar in every element of a shape.
  func broadcast(to shape: Shape) -> Expression {
    if self.shape == shape { return self }
    return shapesSuit { () throws(ShapeError) in try graph.apply(Broadcast(shape: shape), [self]) }
  }

  /// Two operands brought to one shape, which they must have already unless one is a scalar.
  static func broadcast(
    _ u: Expression, _ v: Expression, for operation: String
  ) throws(ShapeError) -> (Expression, Expression) {
    if u.shape == v.shape { return (u, v) }
    if u.shape == .scalar { return (u.broadcast(to: v.shape), v) }
    if v.shape == .scalar { return (u, v.broadcast(to: u.shape)) }
    throw .mismatch(operation, [u.shape, v.shape])
  }

  static func elementwise<O: ElementwiseOperation>(
    _ operation: O, _ u: Expression, _ v: Expression
  ) throws(ShapeError) -> Expression {
    let (a, b) = try broadcast(u, v, for: O.name)
    return try u.graph.apply(operation, [a, b])
  }
}
