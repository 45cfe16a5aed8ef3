/// Consecutive elements, counted row after row, in a shape of their own: an element, a part of a vector, a row.
///
/// In reverse mode its adjoint is a part of the operand's; ``Expression/gradient(withRespectTo:)`` puts those together.
struct Slice: LinearOperation {
  static let name = "slice"
  let start: Int
  let shape: Shape

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard start >= 0, start + shape.count <= operands[0].count else {
      throw ShapeError(Self.name, "elements \(start)..<\(start + shape.count) of \(operands[0])")
    }
    return shape
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    let u = operands[0]
    if start == 0, shape.count == u.shape.count { return u.reshaped(shape) }
    if u.operation is Reshape { return u.operands[0].slice(from: start, shape) }
    if let outer = u.operation as? Slice { return u.operands[0].slice(from: outer.start + start, shape) }
    if let inner = u.operation as? Broadcast, inner.shape.count > 0 { return u.operands[0].broadcast(to: shape) }
    return nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    let graph = y.graph
    let zeros = { graph.constant(0, .vector($0)) }
    return Expression.concatenation([zeros(start), seed, zeros(operands[0].shape.count - start - shape.count)])
      .reshaped(operands[0].shape)
  }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    Array(operands[0][start..<start + shape.count])
  }

  func evaluate(_ call: TensorCall) {
    call.result.copyMemory(from: call.operands[0] + call.bytes(start), byteCount: call.bytes(call.shape.count))
  }
}

extension Expression {
  /// Consecutive elements from number `start`, counted from 0, row after row.
  ///
  /// - Precondition: they are there.
  public func slice(from start: Int, _ shape: Shape) -> Expression {
    shapesSuit { () throws(ShapeError) in try graph.apply(Slice(start: start, shape: shape), [self]) }
  }

  /// Element i of a vector, counted from 0.
  public subscript(i: Int) -> Expression { slice(from: i, .scalar) }

  /// Elements of a vector.
  public subscript(range: Range<Int>) -> Expression { slice(from: range.lowerBound, .vector(range.count)) }

  /// Row i of a matrix, counted from 0.
  public func row(_ i: Int) -> Expression {
    guard case .matrix(_, let columns) = shape else { preconditionFailure("a row of \(shape)") }
    return slice(from: i * columns, .vector(columns))
  }
}
