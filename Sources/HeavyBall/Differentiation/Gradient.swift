extension Expression {
  /// The gradient of a scalar with respect to an expression it is computed from, as another expression.
  ///
  /// Reverse mode: adjoints are carried from the result down to the operands, once a node, so that the gradient costs
  /// a small multiple of the value whatever the number of variables.
  ///
  /// - Precondition: the shape is a scalar.
  public func gradient(withRespectTo x: Expression) -> Expression {
    gradient(withRespectTo: x) { () throws(Never) in }
  }

  /// The same, of a formula that may be long.
  ///
  /// - Parameter poll: called every thousand nodes or so; what it throws ends the work.
  func gradient<E: Error>(withRespectTo x: Expression, poll: () throws(E) -> Void) throws(E) -> Expression {
    precondition(shape == .scalar, "the gradient of \(shape)")
    var adjoints = Adjoints(graph: graph, count: max(node, x.node) + 1)
    adjoints.add(graph.constant(1), to: self)
    let nodes = graph.reachable(from: [node])
    var depends = Array(repeating: false, count: max(node, x.node) + 1)
    depends[x.node] = true
    for node in nodes where graph.nodes[node].operands.contains(where: { depends[$0] }) { depends[node] = true }
    for (turn, number) in nodes.reversed().enumerated() where depends[number] && number != x.node {
      if turn % 1024 == 0 { try poll() }
      let y = Expression(graph: graph, node: number)
      guard let seed = adjoints.total(of: y), seed.uniformValue != 0 else { continue }
      let operands = y.operands
      if let slice = y.operation as? Slice {
        adjoints.add(seed, to: operands[0], from: slice.start)
        continue
      }
      let choice = ChosenSeed(seed, of: y.operation)
      for (i, operand) in operands.enumerated() where depends[operand.node] {
        let adjoint = y.operation.adjoint(ofOperand: i, operands, result: y, seed: choice?.seed ?? seed)
        adjoints.add(choice?.chosen(adjoint) ?? adjoint, to: operand)
      }
    }
    return adjoints.total(of: x) ?? graph.constant(0, x.shape)
  }
}

/// What each node has received so far in reverse mode.
///
/// Adjoints of slices are kept as pieces and put together when the sum is wanted: a function of n separate elements
/// would otherwise add n vectors of n numbers, nearly all zero.
private struct Adjoints {
  private let graph: Graph
  /// By node.
  private var whole: [Expression?]
  private var pieces: [Int: [Range<Int>: Expression]] = [:]

  /// - Parameter count: how many of the graph's nodes, the first, may receive something.
  init(graph: Graph, count: Int) {
    self.graph = graph
    whole = Array(repeating: nil, count: count)
  }

  mutating func add(_ adjoint: Expression, to node: Expression) {
    whole[node.node] = whole[node.node].map { ChosenSeed.sum($0, adjoint) } ?? adjoint
  }

  mutating func add(_ adjoint: Expression, to node: Expression, from start: Int) {
    let range = start..<start + adjoint.shape.count
    let known = pieces[node.node, default: [:]][range]
    pieces[node.node, default: [:]][range] = known.map { ChosenSeed.sum($0, adjoint.reshaped($0.shape)) } ?? adjoint
  }

  func total(of node: Expression) -> Expression? {
    var sum = whole[node.node]
    var remaining = (pieces[node.node] ?? [:]).sorted {
      ($0.key.lowerBound, $0.key.upperBound) < ($1.key.lowerBound, $1.key.upperBound)
    }
    while !remaining.isEmpty {
      var layer: [(key: Range<Int>, value: Expression)] = []
      var rest = layer
      for piece in remaining {
        if piece.key.lowerBound >= layer.last?.key.upperBound ?? 0 { layer.append(piece) } else { rest.append(piece) }
      }
      let assembled = assemble(layer, like: node.shape)
      sum = sum.map { ChosenSeed.sum($0, assembled) } ?? assembled
      remaining = rest
    }
    return sum
  }

  /// Pieces that do not overlap, first to last, with zeros between.
  private func assemble(_ layer: [(key: Range<Int>, value: Expression)], like shape: Shape) -> Expression {
    var parts: [Expression] = []
    var end = 0
    let chosen = ChosenSeed.together(layer.map(\.value))
    for (range, value) in zip(layer.map(\.key), chosen?.branches ?? layer.map(\.value)) {
      if range.lowerBound > end { parts.append(graph.constant(0, .vector(range.lowerBound - end))) }
      parts.append(value)
      end = range.upperBound
    }
    if end < shape.count { parts.append(graph.constant(0, .vector(shape.count - end))) }
    let whole = Expression.concatenation(parts).reshaped(shape)
    return chosen?.choice.chosen(whole) ?? whole
  }
}
