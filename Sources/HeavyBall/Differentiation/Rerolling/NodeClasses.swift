/// Nodes of one shape: the same operations on operands of one shape each, down to elements of the same vector and to
/// constants, whichever they are.
///
/// No node of a class is computed from another one of it, for what a node is computed from has fewer operations. So all
/// can be computed at once.
struct NodeClasses {
  struct Class {
    /// In the graph's order.
    var nodes: [Int]
    /// Whether it can be made as rows.
    let hasRows: Bool

    /// Whether it is worth it: below, a row's operation costs as much as those of its elements.
    var isRow: Bool { hasRows && nodes.count >= 8 }
  }

  /// The forms, with operands that may be swapped in the order of their classes.
  private(set) var forms: [NodeForm?]
  /// By node, -1 of those that nothing needs.
  private(set) var numbers: [Int]
  /// Operands' classes before those of what is made from them.
  private(set) var classes: [Class] = []

  private enum Kind { case leaf, constant, part, operation, pair, sum, product }

  private struct Key: Hashable {
    let kind: Kind
    var operation: AnyHashable?
    var shape = Shape.scalar
    var parts: [Int] = []
  }

  init<E: Error>(_ search: FormSearch, poll: () throws(E) -> Void) throws(E) {
    let graph = search.graph
    forms = search.forms
    numbers = Array(repeating: -1, count: forms.count)
    var known: [Key: Int] = [:]
    for node in forms.indices {
      if node % 1024 == 0 { try poll() }
      guard let form = forms[node] else { continue }
      let (key, hasRows) = key(of: node, form, in: graph)
      if let number = known[key] {
        classes[number].nodes.append(node)
        numbers[node] = number
      } else {
        known[key] = classes.count
        numbers[node] = classes.count
        classes.append(Class(nodes: [node], hasRows: hasRows))
      }
    }
  }

  private mutating func key(of node: Int, _ form: NodeForm, in graph: Graph) -> (Key, hasRows: Bool) {
    let (operation, shape) = (graph.nodes[node].operation, graph.nodes[node].shape)
    switch form {
    case .leaf:
      return operation is Constant ? (Key(kind: .constant, shape: shape), false) : (Key(kind: .leaf, parts: [node]), false)
    case .part(let whole, _): return (Key(kind: .part, shape: shape, parts: [numbers[whole]]), false)
    case .operation(var operands):
      if operation.isCommutative, numbers[operands[0]] > numbers[operands[1]] {
        operands.swapAt(0, 1)
        forms[node] = .operation(operands: operands)
      }
      let shapes = [shape] + operands.map { graph.nodes[$0].shape }
      return (
        Key(kind: .operation, operation: AnyHashable(operation), shape: shape, parts: operands.map { numbers[$0] }),
        RowWriter.makesRows(operation) && shapes.allSatisfy(\.isRowOrNumber)
      )
    case .pair(let a, let b):
      let isOrdered = numbers[a.node] <= numbers[b.node]
      if !isOrdered { forms[node] = .pair(b, a) }
      let parts = [numbers[a.node], numbers[b.node]]
      return (Key(kind: .pair, shape: shape, parts: isOrdered ? parts : parts.reversed()), shape.isRowOrNumber)
    case .long(let accumulation):
      var counts: [Int: Int] = [:]
      for term in accumulation.terms { counts[numbers[term.node], default: 0] += 1 }
      let parts = counts.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
      let kind = accumulation.isProduct ? Kind.product : .sum
      return (Key(kind: kind, parts: parts + [accumulation.constant == nil ? 0 : 1]), !accumulation.isProduct)
    }
  }
}

extension Shape {
  /// Whether so many of it make a vector or a matrix, one below another.
  fileprivate var isRowOrNumber: Bool {
    switch self {
    case .scalar: true
    case .vector(let n): n > 0
    case .matrix: false
    }
  }

  /// So many of it, one below another.
  func stacked(_ count: Int) -> Shape {
    if case .vector(let n) = self { return .matrix(rows: count, columns: n) }
    return .vector(count)
  }
}
