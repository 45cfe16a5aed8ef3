/// The sums of a matrix's rows, or of its columns. Singles are added up as doubles, which a product with ones would not do.
struct AxisSums: LinearOperation {
  static let name = "sums along an axis"
  /// What each number is the sum of.
  let axis: Axis

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard case .matrix(let rows, let columns) = operands[0] else {
      throw ShapeError(Self.name, "expected a matrix, got \(operands[0])")
    }
    return .vector(axis == .rows ? rows : columns)
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    let u = operands[0]
    guard case .matrix(let rows, let columns) = u.shape else { return nil }
    let (count, length) = axis == .rows ? (rows, columns) : (columns, rows)
    if length == 0 { return u.graph.constant(0, .vector(count)) }
    if length == 1 { return u.reshaped(.vector(count)) }
    return u.operation is Transpose ? u.operands[0].sums(of: axis == .rows ? .columns : .rows) : nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed.replicated(along: axis, operands[0].shape.count / max(seed.shape.count, 1))
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { operands[0].count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    let u = operands[0]
    let length = u.count / max(result.count, 1)
    return (0..<result.count).map { k in
      let (first, step) = axis == .rows ? (k * length, 1) : (k, result.count)
      return (1..<length).reduce(u[first]) { $0 + u[first + $1 * step] }
    }
  }

  func evaluate(_ call: TensorCall) {
    let count = call.shape.count
    let length = call.shapes[0].count / max(count, 1)
    if axis == .columns {
      return ColumnSums(call, count: length).run()
    }
    if call.members == 1 {
      return call.kernels.sumRows(count, length, call.result, call.operands[0])
    }
    for row in 0..<count {
      call.kernels.sum(
        length, call.members, call.result + call.bytes(row), call.operands[0] + call.bytes(row * length))
    }
  }
}

extension Expression {
  /// The sum of each row, or of each column, of a matrix.
  ///
  /// - Precondition: it is a matrix.
  public func sums(of axis: Axis) -> Expression {
    shapesSuit { () throws(ShapeError) in try graph.apply(AxisSums(axis: axis), [self]) }
  }
}

/// The sums of columns: rows of numbers, added as the members of ensembles are. Threads share the columns.
private struct ColumnSums {
  let call: TensorCall
  /// The rows.
  let count: Int
  let columns: Parts

  /// Some columns are as many as the kernel adds up at a time, and some five microseconds' worth.
  init(_ call: TensorCall, count: Int) {
    (self.call, self.count) = (call, count)
    columns = Parts(of: call.rowLength, wanted: min(call.rowLength * count / 16384, 16), unit: 32)
  }

  func run() {
    if columns.count == 1 { return call.kernels.sum(count, call.rowLength, call.result, call.operands[0]) }
    var sums = self
    withUnsafeMutablePointer(to: &sums) {
      Threads.run(parts: columns.count, $0) { sums, i, _ in
        guard let sums = sums?.assumingMemoryBound(to: ColumnSums.self).pointee else { return }
        let columns = sums.columns[i]
        sums.call.kernels.sumColumns(
          sums.count, sums.call.rowLength, columns.lowerBound, columns.upperBound, sums.call.result, sums.call.operands[0])
      }
    }
  }
}
