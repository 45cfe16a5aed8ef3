/// Writes nodes in another graph, those of a class as one row.
struct RowWriter {
  let graph: Graph
  let target: Graph
  let classes: NodeClasses
  /// By node, what it is in the other graph where it is written by itself.
  private var written: [Expression?]
  /// By class, its rows.
  private var rows: [Expression?]
  /// By node, its place in its class's rows.
  private var places: [Int]

  /// - Parameter given: what nodes are in the other graph.
  init(_ classes: NodeClasses, of graph: Graph, given: [(node: Int, value: Expression)], target: Graph) {
    (self.graph, self.target, self.classes) = (graph, target, classes)
    written = Array(repeating: nil, count: classes.forms.count)
    rows = Array(repeating: nil, count: classes.classes.count)
    places = Array(repeating: 0, count: classes.forms.count)
    for (node, value) in given where node < written.count { written[node] = value }
  }

  /// Whether an operation of several nodes can be one of rows.
  static func makesRows(_ operation: any Operation) -> Bool {
    operation is any ElementwiseOperation || operation is Broadcast || operation is Sum || operation is Dot
  }

  mutating func writeAll<E: Error>(poll: () throws(E) -> Void) throws(E) {
    var turn = 0
    for number in classes.classes.indices {
      let nodes = classes.classes[number].nodes
      if classes.classes[number].isRow {
        try poll()
        rows[number] = row(nodes)
        continue
      }
      for node in nodes where written[node] == nil {
        if turn % 1024 == 0 { try poll() }
        turn += 1
        written[node] = single(node)
      }
    }
  }

  /// What a node is in the other graph.
  func value(_ node: Int) -> Expression {
    if let own = written[node] { return own }
    let (root, offset) = location(node)
    return stored(root).slice(from: offset, graph.nodes[node].shape)
  }

  // MARK: Where nodes are

  /// What holds a node's elements: a class's rows, or a node by itself.
  enum Root: Hashable {
    case rows(Int)
    case node(Int)
  }

  func location(_ node: Int) -> (root: Root, offset: Int) {
    if case .part(let whole, let start)? = classes.forms[node] {
      let (root, offset) = location(whole)
      return (root, offset + start)
    }
    let number = classes.numbers[node]
    if classes.classes[number].isRow { return (.rows(number), places[node] * graph.nodes[node].shape.count) }
    return (.node(node), 0)
  }

  func stored(_ root: Root) -> Expression {
    switch root {
    case .rows(let number): rows[number]!
    case .node(let node): written[node]!
    }
  }

  // MARK: Nodes by themselves

  private func single(_ node: Int) -> Expression? {
    let (operation, shape) = (graph.nodes[node].operation, graph.nodes[node].shape)
    switch classes.forms[node]! {
    case .leaf:
      if let shared = operation as? SharedConstant { return target.constant(shared.numbers, shape) }
      return target.leaf(operation, shape)
    case .part: return nil
    case .operation(let operands):
      if operation is Concatenate { return gathered(operands, shape) }
      return applied(operation, operands.map(value))
    case .pair(let a, let b): return value(a.node) * a.factor + value(b.node) * b.factor
    case .long(let accumulation): return accumulation.isProduct ? product(accumulation) : sum(accumulation)
    }
  }

  func applied(_ operation: any Operation, _ operands: [Expression]) -> Expression {
    shapesSuit { () throws(ShapeError) in try target.apply(operation, operands) }
  }

  // MARK: Nodes of a class

  /// The nodes of a class as rows, each at its place.
  private mutating func row(_ members: [Int]) -> Expression {
    let (operation, shape) = (graph.nodes[members[0]].operation, graph.nodes[members[0]].shape)
    if case .long? = classes.forms[members[0]] {
      for (place, member) in members.enumerated() { places[member] = place }
      return sums(members)
    }
    let columns = operandColumns(members)
    let order = order(columns.map { $0.map(\.node) })
    for (place, member) in order.enumerated() { places[members[member]] = place }
    let terms = columns.map { column in order.map { column[$0] } }
    if case .pair? = classes.forms[members[0]] { return scaled(terms[0], shape) + scaled(terms[1], shape) }
    return rows(operation, terms.map { $0.map(\.node) }, shape.stacked(members.count))
  }

  /// By operand, those of each member; none of long sums. Of operands that may be swapped the one that stands further to
  /// the front in what holds them is first, so that those of all members follow each other.
  private func operandColumns(_ members: [Int]) -> [[NodeForm.Term]] {
    var columns: [[NodeForm.Term]] = []
    for member in members {
      var terms: [NodeForm.Term]
      let isCommutative: Bool
      switch classes.forms[member]! {
      case .operation(let operands):
        terms = operands.map { NodeForm.Term(factor: 1, node: $0) }
        isCommutative = graph.nodes[member].operation.isCommutative
      case .pair(let a, let b): (terms, isCommutative) = ([a, b], true)
      default: return []
      }
      if isCommutative, classes.numbers[terms[0].node] == classes.numbers[terms[1].node],
        location(terms[0].node).offset > location(terms[1].node).offset
      {
        terms.swapAt(0, 1)
      }
      if columns.isEmpty { columns = terms.map { _ in [] } }
      for (i, term) in terms.enumerated() { columns[i].append(term) }
    }
    return columns
  }

  /// The members in the order in which their first operand's elements stand, where these are not one and the same.
  private func order(_ columns: [[Int]]) -> [Int] {
    for column in columns {
      if graph.nodes[column[0]].operation is Constant || column.allSatisfy({ $0 == column[0] }) { continue }
      let places = column.map { location($0) }
      guard places.allSatisfy({ $0.root == places[0].root }) else { continue }
      return column.indices.sorted { (places[$0].offset, $0) < (places[$1].offset, $1) }
    }
    return Array(columns[0].indices)
  }

  private func rows(_ operation: any Operation, _ operands: [[Int]], _ shape: Shape) -> Expression {
    switch operation {
    case is Broadcast:
      guard case .matrix(_, let columns) = shape else { preconditionFailure("\(shape) of broadcasts") }
      return stacked(operands[0]).inEachColumn(of: columns)
    case is Sum: return stacked(operands[0]).sums(of: .rows)
    case is Dot:
      for (u, v) in [(operands[0], operands[1]), (operands[1], operands[0])] where u.allSatisfy({ $0 == u[0] }) {
        return shapesSuit { () throws(ShapeError) in try .matrixProduct(stacked(v), value(u[0])) }
      }
      return (stacked(operands[0]) * stacked(operands[1])).sums(of: .rows)
    default: return applied(operation, operands.map { filling($0, shape) })
    }
  }

  /// One node for each member, one below another.
  private func stacked(_ nodes: [Int]) -> Expression {
    let shape = graph.nodes[nodes[0]].shape
    return filling(nodes, shape.stacked(nodes.count))
  }

  /// The same; where all are one number, that in every element.
  private func filling(_ nodes: [Int], _ shape: Shape) -> Expression {
    if nodes.allSatisfy({ $0 == nodes[0] }) {
      let one = value(nodes[0])
      return one.shape == .scalar ? one.broadcast(to: shape) : one.inEachRow(of: nodes.count)
    }
    if graph.nodes[nodes[0]].operation is Constant {
      return target.constant(nodes.flatMap { (graph.nodes[$0].operation as? Constant)?.values ?? [] }, shape)
    }
    return gathered(nodes, shape)
  }

  /// Terms of members, one below another, each with its factor; a number where all are that.
  private func scaled(_ terms: [NodeForm.Term], _ shape: Shape) -> Expression {
    let nodes = terms.map(\.node)
    if graph.nodes[nodes[0]].operation is Constant {
      let values = terms.flatMap { term in
        ((graph.nodes[term.node].operation as? Constant)?.values ?? []).map { term.factor * $0 }
      }
      return target.constant(values, shape.stacked(nodes.count))
    }
    let value = filling(nodes, shape.stacked(nodes.count))
    if terms.allSatisfy({ $0.factor == terms[0].factor }) { return value * terms[0].factor }
    let factors = terms.flatMap { Array(repeating: $0.factor, count: shape.count) }
    return value * target.constant(factors, value.shape)
  }
}
