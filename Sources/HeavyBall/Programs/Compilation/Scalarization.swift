/// A graph of tensors written out as a graph of scalars.
///
/// Every operation says what its elements are, and the new graph simplifies and shares as any graph does: moving
/// elements about (slices, transposes, reshapes) disappears.
struct Scalarization {
  /// The elements of each input and output.
  let inputs: [[Expression]]
  let outputs: [[Expression]]

  init(of outputs: [Expression], inputs: [Expression]) {
    self.init(of: outputs, inputs: inputs) { () throws(Never) in }
  }

  /// The same; `poll` is called now and then, and what it throws ends the work.
  init<E: Error>(of outputs: [Expression], inputs: [Expression], poll: () throws(E) -> Void) throws(E) {
    let scalars = Graph()
    var elements: [Int: [Expression]] = [:]
    self.inputs = inputs.map { input in
      let own = (0..<input.shape.count).map { _ in scalars.input(.scalar) }
      elements[input.node] = own
      return own
    }
    let reached = outputs.first.map { $0.graph.reachable(from: outputs.map(\.node)) } ?? []
    for (turn, number) in reached.enumerated() where elements[number] == nil {
      if turn % 64 == 0 { try poll() }
      let y = Expression(graph: outputs[0].graph, node: number)
      if let values = y.storedValues {
        elements[number] = values.map { scalars.constant($0) }
      } else {
        let operands = y.operands
        elements[number] = y.operation.scalars(
          operands.map { elements[$0.node]! }, shapes: operands.map(\.shape), result: y.shape)
      }
    }
    self.outputs = outputs.map { elements[$0.node]! }
  }

  /// How many operations on tensors the outputs take.
  static func operationCount(of outputs: [Expression]) -> Int {
    guard let graph = outputs.first?.graph else { return 0 }
    return graph.reachable(from: outputs.map(\.node)).reduce(0) { total, number in
      let node = graph.nodes[number]
      if let sum = node.operation as? SumOfProducts { return total + sum.operationCount(node.operands.count) }
      return total + (node.operands.isEmpty ? 0 : 1)
    }
  }

  /// About how many scalar operations the outputs take.
  static func cost(of outputs: [Expression]) -> Int {
    guard let graph = outputs.first?.graph else { return 0 }
    return graph.reachable(from: outputs.map(\.node)).reduce(0) { total, number in
      let y = Expression(graph: graph, node: number)
      return total + y.operation.scalarCost(y.operands.map(\.shape), result: y.shape)
    }
  }
}
