/// The elements of all operands, one operand after another, as one vector.
struct Concatenate: LinearOperation {
  static let name = "concatenate"

  func shape(of operands: [Shape]) -> Shape { .vector(operands.reduce(0) { $0 + $1.count }) }

  /// Of parts that all have a power of two for a factor the factors are taken outside, where others may absorb them.
  func simplified(_ operands: [Expression]) -> Expression? {
    if operands.count == 1 { return operands[0].reshaped(.vector(operands[0].shape.count)) }
    var factors: [Double] = []
    var parts: [Expression] = []
    for operand in operands {
      guard operand.operation is Multiply else { return nil }
      let sides = operand.operands
      guard let side = sides.firstIndex(where: { $0.uniformValue?.isPowerOfTwo == true }) else { return nil }
      factors += sides[side].constantValues!
      parts.append(sides[1 - side])
    }
    return .concatenation(parts) * operands[0].graph.constant(factors, .vector(factors.count))
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
      let bytes = call.bytes(call.shapes[i].count)
      end.copyMemory(from: call.operands[i], byteCount: bytes)
      end += bytes
    }
  }
}

extension Expression {
  /// One vector of all the elements of the parts, in order.
  ///
  /// - Precondition: there is at least one part.
  public static func concatenation(_ parts: [Expression]) -> Expression {
    shapesSuit { () throws(ShapeError) in
      let filled = parts.filter { $0.shape.count > 0 }
      return try parts[0].graph.apply(Concatenate(), filled.isEmpty ? [parts[0]] : filled)
    }
  }
}
