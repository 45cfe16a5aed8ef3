extension Expression {
  /// The same formulas in another graph, with the operations that loops over elements have made put together to rows again.
  ///
  /// A loop over the elements of a vector makes, when it is traced, operations on numbers, of one shape from round to round.
  /// Those of one shape become one operation on a row, sums of many terms sums of rows, sums of products with constants
  /// products with a matrix. What is left, such as recurrences, whose rounds need those before, stays as it is.
  ///
  ///     var s = b[0].squared()
  ///     for i in 1..<n { s = s + (b[i] - b[i - 1]).squared() }     // becomes (b[1..<n] - b[0..<n - 1]).squared().sum()
  ///
  /// Long sums are added in another order, and their last bits may differ; formulas of few operations are copied as they are.
  ///
  /// - Parameters:
  ///   - inputs: all inputs that the formulas are of, and what takes their place, of the same shapes and one graph.
  ///   - poll: called every thousand nodes or so; what it throws ends the work.
  /// - Complexity: n log n for n nodes.
  public static func rerolled<E: Error>(
    _ outputs: [Expression], replacing inputs: [(input: Expression, replacement: Expression)], poll: () throws(E) -> Void
  ) throws(E) -> [Expression] {
    try rerolled(outputs, replacing: inputs, shortest: 256, poll: poll)
  }

  /// - Parameter shortest: of how many nodes formulas are looked through.
  static func rerolled<E: Error>(
    _ outputs: [Expression], replacing inputs: [(input: Expression, replacement: Expression)], shortest: Int,
    poll: () throws(E) -> Void
  ) throws(E) -> [Expression] {
    let (source, target) = (outputs[0].graph, inputs[0].replacement.graph)
    let nodes = source.reachable(from: outputs.map(\.node))
    guard nodes.count >= shortest else {
      return outputs.map { $0.copied(replacing: inputs) }
    }
    let search = try FormSearch(of: outputs, given: Set(inputs.map(\.input.node)), poll: poll)
    var writer = RowWriter(
      try NodeClasses(search, poll: poll), of: source, given: inputs.map { ($0.input.node, $0.replacement) }, target: target)
    try writer.writeAll(poll: poll)
    return outputs.map { writer.value($0.node) }
  }
}
