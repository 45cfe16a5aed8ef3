extension Fingerprint {
  /// Adds formulas of some inputs with their constants: the operations that they are computed by, in whatever order their
  /// graph has come to them and whatever else it holds.
  ///
  /// - Precondition: all are of one graph.
  /// - Complexity: that of the formulas' nodes and numbers.
  public mutating func add(_ formulas: [Expression], of inputs: [Expression]) {
    guard let graph = formulas.first?.graph else { return add(0) }
    var known: [Int: UInt64] = [:]
    for (i, input) in inputs.enumerated() {
      var fingerprint = Fingerprint()
      fingerprint.add("input \(i)")
      known[input.node] = fingerprint.value
    }
    for number in graph.reachable(from: formulas.map(\.node)) where known[number] == nil {
      known[number] = Self.value(of: graph.nodes[number], operands: graph.nodes[number].operands.map { known[$0] ?? 0 })
    }
    for formula in formulas { add(known[formula.node] ?? 0) }
  }

  private static func value(of node: Graph.Node, operands: [UInt64]) -> UInt64 {
    var fingerprint = Fingerprint()
    switch node.operation {
    case let constant as Constant:
      if let value = constant.uniformValue { fingerprint.add(value.bitPattern) } else { fingerprint.add(constant.values) }
    case let constant as SharedConstant:
      constant.numbers.withNumbers({ fingerprint.add($0) }, { fingerprint.add($0) })
    default: fingerprint.add("\(node.operation)")
    }
    fingerprint.add("\(type(of: node.operation).name) \(node.shape)")
    // Which of two operands that may be swapped comes first is the order in which they were made.
    for operand in node.operation.isCommutative ? operands.sorted() : operands { fingerprint.add(operand) }
    return fingerprint.value
  }
}

/// As operations that have one print it: by what it holds.
extension IndexMap: CustomStringConvertible {
  var description: String {
    var fingerprint = Fingerprint()
    for index in indices { fingerprint.add(UInt64(bitPattern: Int64(index))) }
    return "\(count) indices \(fingerprint.text)"
  }
}
