/// The largest number of each row of a matrix, 0 where that is infinite or NaN: what exponentials are taken relative to.
///
/// Its derivatives are taken to be zero: it is for formulas that do not change with it.
struct RowLargest: PiecewiseConstantOperation {
  static let name = "largest of rows"

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard case .matrix(let rows, let columns) = operands[0], columns > 0 else {
      throw ShapeError(Self.name, "expected a matrix with at least one column, got \(operands[0])")
    }
    return .vector(rows)
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { 2 * operands[0].count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    let columns = operands[0].count / max(result.count, 1)
    return (0..<result.count).map { row in
      let u = operands[0][row * columns..<(row + 1) * columns]
      let largest = u.dropFirst().reduce(u[u.startIndex]) { Expression.select(.exceeds($1, $0), $1, $0) }
      let graph = largest.graph
      return .select(.exceeds(graph.constant(.infinity), .abs(largest)), largest, graph.constant(0))
    }
  }

  func evaluate(_ call: TensorCall) {
    let rows = call.shape.count
    call.kernels.rowLargest(rows, call.shapes[0].count / max(rows, 1), call.members, call.result, call.operands[0])
  }
}
