extension Expression {
  /// The same formula with another expression in the place of x.
  ///
  /// - Precondition: both have the same shape.
  public func substituting(_ x: Expression, with replacement: Expression) -> Expression {
    substituting(x, with: replacement) { () throws(Never) in }
  }

  /// The same; `poll` is called every thousand nodes or so, and what it throws ends the work.
  func substituting<E: Error>(
    _ x: Expression, with replacement: Expression, poll: () throws(E) -> Void
  ) throws(E) -> Expression {
    precondition(x.shape == replacement.shape, "\(replacement.shape) for \(x.shape)")
    var replaced = [x.node: replacement]
    for (turn, number) in graph.reachable(from: [node]).enumerated() where replaced[number] == nil {
      if turn % 1024 == 0 { try poll() }
      let y = Expression(graph: graph, node: number)
      guard graph.nodes[number].operands.contains(where: { replaced[$0] != nil }) else { continue }
      replaced[number] = shapesSuit { () throws(ShapeError) in
        try graph.apply(y.operation, y.operands.map { replaced[$0.node] ?? $0 })
      }
    }
    return replaced[node] ?? self
  }

  /// The same formula in another graph, with an expression of that graph in the place of x.
  ///
  /// - Precondition: both have the same shape, and x is the only input that the formula is of.
  public func copied(replacing x: Expression, with replacement: Expression) -> Expression {
    copied(replacing: [(x, replacement)])
  }

  /// The same with several inputs, all that the formula is of; the replacements are of one graph.
  public func copied(replacing inputs: [(input: Expression, replacement: Expression)]) -> Expression {
    let target = inputs[0].replacement.graph
    var copies: [Int: Expression] = [:]
    for (input, replacement) in inputs {
      precondition(input.shape == replacement.shape, "\(replacement.shape) for \(input.shape)")
      copies[input.node] = replacement
    }
    for number in graph.reachable(from: [node]) where copies[number] == nil {
      let y = Expression(graph: graph, node: number)
      if let numbers = y.sharedNumbers {
        copies[number] = target.constant(numbers, y.shape)
      } else if y.operands.isEmpty {
        copies[number] = target.leaf(y.operation, y.shape)
      } else {
        copies[number] = shapesSuit { () throws(ShapeError) in
          try target.apply(y.operation, y.operands.map { copies[$0.node]! })
        }
      }
    }
    return copies[node]!
  }
}
