extension Expression {
  /// Of each row of a matrix the element in the column whose number, from 0, is the row's label: 0 where no column has it.
  ///
  /// Of labels that are known when the formula is made ``elements(_:_:)`` costs less.
  public func picked(by labels: Expression) throws(ShapeError) -> Expression {
    guard case .matrix(let rows, let columns) = shape, labels.shape == .vector(rows) else {
      throw .mismatch("pick", [shape, labels.shape])
    }
    let numbers = graph.constant(Vector((0..<columns).map(Double.init))).inEachRow(of: rows)
    let distance = Expression.abs(labels.inEachColumn(of: columns) - numbers)
    return Expression.select(0.5 - distance, self, graph.constant(0, shape)).sums(of: .rows)
  }
}
