/// The sum of all elements.
struct Sum: LinearOperation {
  static let name = "sum"

  func shape(of operands: [Shape]) -> Shape { .scalar }

  func simplified(_ operands: [Expression]) -> Expression? {
    if operands[0].shape.count == 0 { return operands[0].graph.constant(0) }
    return operands[0].shape == .scalar ? operands[0] : nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed.broadcast(to: operands[0].shape)
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { operands[0].count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    let elements = operands[0]
    return [elements.dropFirst().reduce(elements[0], +)]
  }

  func evaluate(_ call: TensorCall) {
    call.kernels.sum(call.shapes[0].count, call.members, call.result, call.operands[0])
  }
}

extension Expression {
  /// The sum of all elements.
  public func sum() -> Expression { shapesSuit { () throws(ShapeError) in try graph.apply(Sum(), [self]) } }
}
