extension Fingerprint {
  /// Adds a formula with its constants: the operations that it is computed by, whatever else their graph holds.
  ///
  /// - Complexity: that of the formula's nodes and numbers.
  public mutating func add(_ expression: Expression) {
    let graph = expression.graph
    let needed = graph.reachable(from: [expression.node])
    let places = Dictionary(uniqueKeysWithValues: needed.enumerated().map { ($1, UInt64($0)) })
    for number in needed {
      let node = graph.nodes[number]
      switch node.operation {
      case let constant as Constant:
        if let value = constant.uniformValue { add(value.bitPattern) } else { add(constant.values) }
      case let constant as SharedConstant: add(constant.numbers)
      default: add("\(node.operation)")
      }
      add("\(type(of: node.operation).name) \(node.shape)")
      for operand in node.operands { add(places[operand] ?? 0) }
    }
  }

  mutating func add(_ numbers: SharedNumbers) {
    numbers.withNumbers({ add($0) }, { add($0) })
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
