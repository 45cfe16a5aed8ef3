/// The same elements in another shape.
struct Reshape: LinearOperation {
  static let name = "reshape"
  let shape: Shape

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard operands[0].count == shape.count else {
      throw ShapeError(Self.name, "\(operands[0]) cannot become \(shape)")
    }
    return shape
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    let u = operands[0]
    if u.shape == shape { return u }
    return u.operation is Reshape ? u.operands[0].reshaped(shape) : nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed.reshaped(operands[0].shape)
  }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] { operands[0] }

  func evaluate(_ call: TensorCall) { call.result.copyMemory(from: call.operands[0], byteCount: call.bytes(call.shape.count)) }
}

extension Expression {
  /// The same elements in another shape.
  ///
  /// - Precondition: it has as many.
  public func reshaped(_ shape: Shape) -> Expression {
    shapesSuit { () throws(ShapeError) in try graph.apply(Reshape(shape: shape), [self]) }
  }
}
