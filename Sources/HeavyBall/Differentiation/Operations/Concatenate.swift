/// The elements of all operands, one operand after another, as one vector.
struct Concatenate: LinearOperation {
  static let name = "concatenate"

  func shape(of operands: [Shape]) -> Shape { .vector(operands.reduce(0) { $0 + $1.count }) }

  func simplified(_ operands: [Expression]) -> Expression? {
    operands.count == 1 ? operands[0].reshaped(.vector(operands[0].shape.count)) : nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed.slice(from: operands[..<i].reduce(0) { $0 + $1.shape.count }, operands[i].shape)
  }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    operands.flatMap { $0 }
  }

  func evaluate(_ call: TensorCall) {
    var end = call.result
    for i in 0..<call.operandCount {
      let count = call.shapes[i].count * call.members
      end.update(from: call.operands[i], count: count)
      end += count
    }
  }
}

extension Expression {
  /// One vector of all the elements of the parts, in order.
  ///
  /// - Precondition: there is at least one part.
  public static func concatenation(_ parts: [Expression]) -> Expression {
    shapesSuit { () throws(ShapeError) in
      let filled = parts.count > 1 ? parts.filter { $0.shape.count > 0 } : parts
      return try parts[0].graph.apply(Concatenate(), filled)
    }
  }
}
