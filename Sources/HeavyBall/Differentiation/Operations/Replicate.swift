/// The matrix in which each element of a vector fills a row, or a column, of so many: what ``AxisSums`` has for an adjoint.
struct Replicate: LinearOperation {
  static let name = "replicate"
  /// What an element fills.
  let axis: Axis
  let count: Int

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard case .vector(let n) = operands[0] else {
      throw ShapeError(Self.name, "expected a vector, got \(operands[0])")
    }
    return axis == .rows ? .matrix(rows: n, columns: count) : .matrix(rows: count, columns: n)
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    guard case .vector(let n) = operands[0].shape else { return nil }
    let shape: Shape = axis == .rows ? .matrix(rows: n, columns: count) : .matrix(rows: count, columns: n)
    if count == 1 { return operands[0].reshaped(shape) }
    return operands[0].operation is Broadcast ? operands[0].operands[0].broadcast(to: shape) : nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed.sums(of: axis)
  }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    axis == .rows
      ? operands[0].flatMap { Array(repeating: $0, count: count) }
      : (0..<count).flatMap { _ in operands[0] }
  }

  func evaluate(_ call: TensorCall) {
    let n = call.shapes[0].count
    if axis == .rows, call.members == 1 {
      call.kernels.repeatEach(n, count, call.result, call.operands[0])
    } else if axis == .rows {
      for i in 0..<n {
        call.kernels.repeat(
          count, call.members, call.result + call.bytes(i * count), call.operands[0] + call.bytes(i))
      }
    } else {
      for i in 0..<count { (call.result + call.bytes(i * n)).copyMemory(from: call.operands[0], byteCount: call.bytes(n)) }
    }
  }
}

extension Expression {
  /// A vector's elements in so many equal columns: v·1ᵀ.
  public func inEachColumn(of columns: Int) -> Expression { replicated(along: .rows, columns) }

  /// A vector in so many equal rows: 1·vᵀ.
  public func inEachRow(of rows: Int) -> Expression { replicated(along: .columns, rows) }

  func replicated(along axis: Axis, _ count: Int) -> Expression {
    shapesSuit { () throws(ShapeError) in try graph.apply(Replicate(axis: axis, count: count), [self]) }
  }
}
