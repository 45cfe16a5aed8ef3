/// What a node is made of, seen so that operations of one shape look alike whatever constants stand in them.
enum NodeForm {
  /// An input, a constant.
  case leaf
  /// Consecutive elements of another node.
  case part(of: Int, from: Int)
  /// The node's own operation.
  case operation(operands: [Int])
  /// A sum or a difference.
  case pair(Term, Term)
  /// A sum or a product of many: what a loop that adds or multiplies up makes, a node for each round.
  case long(Accumulation)

  /// A node times a number.
  struct Term {
    var factor: Double
    let node: Int
  }

  struct Accumulation {
    let isProduct: Bool
    /// Of a product, factors with no number before them.
    var terms: [Term]
    /// The number that constants among them make; nil where there is none.
    var constant: Double?
  }
}

/// Finds the forms of the nodes that outputs are made of.
struct FormSearch {
  /// How many terms make a sum long: shorter ones are added as they are written.
  static let long = 16

  let graph: Graph
  /// By node; nil of those that nothing needs, such as the sums on the way to a long one.
  private(set) var forms: [NodeForm?]
  /// By node, how many read it.
  private var uses: [Int32]

  /// - Parameter given: inputs, and whatever else stands for itself.
  init<E: Error>(of outputs: [Expression], given: Set<Int>, poll: () throws(E) -> Void) throws(E) {
    graph = outputs[0].graph
    let nodes = graph.reachable(from: outputs.map(\.node))
    forms = Array(repeating: nil, count: (nodes.last ?? -1) + 1)
    uses = Array(repeating: 0, count: forms.count)
    for node in nodes { for operand in graph.nodes[node].operands { uses[operand] += 1 } }
    var isNeeded = Array(repeating: false, count: forms.count)
    for output in outputs {
      uses[output.node] += 1
      isNeeded[output.node] = true
    }
    for (turn, node) in nodes.reversed().enumerated() where isNeeded[node] {
      if turn % 1024 == 0 { try poll() }
      let form = given.contains(node) ? .leaf : form(of: node)
      forms[node] = form
      switch form {
      case .leaf: break
      case .part(let whole, _): isNeeded[whole] = true
      case .operation(let operands): for operand in operands { isNeeded[operand] = true }
      case .pair(let a, let b): (isNeeded[a.node], isNeeded[b.node]) = (true, true)
      case .long(let accumulation): for term in accumulation.terms { isNeeded[term.node] = true }
      }
    }
  }

  private func form(of node: Int) -> NodeForm {
    let (operation, operands, shape) = (graph.nodes[node].operation, graph.nodes[node].operands, graph.nodes[node].shape)
    if operands.isEmpty { return .leaf }
    if let slice = operation as? Slice { return .part(of: operands[0], from: slice.start) }
    if operation is Add || operation is Subtract {
      if shape == .scalar {
        let sum = sum(node)
        if sum.terms.count >= Self.long { return .long(sum) }
      }
      return .pair(term(operands[0], 1), term(operands[1], operation is Add ? 1 : -1))
    }
    if operation is Multiply, shape == .scalar {
      let product = product(node)
      if product.terms.count >= Self.long { return .long(product) }
    }
    return .operation(operands: operands)
  }

  /// A node without the sign and the number that it is multiplied by. Both are exact: a sign, or one product less.
  private func term(_ node: Int, _ sign: Double) -> NodeForm.Term {
    var term = NodeForm.Term(factor: sign, node: node)
    if graph.nodes[term.node].operation is Negate {
      term = NodeForm.Term(factor: -term.factor, node: graph.nodes[term.node].operands[0])
    }
    guard graph.nodes[term.node].operation is Multiply else { return term }
    let operands = graph.nodes[term.node].operands
    for (c, u) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      if let factor = number(c), number(u) == nil { return NodeForm.Term(factor: term.factor * factor, node: u) }
    }
    return term
  }

  private func number(_ node: Int) -> Double? { (graph.nodes[node].operation as? Constant)?.uniformValue }

  /// The terms of a sum, through all sums that nothing else reads.
  private func sum(_ root: Int) -> NodeForm.Accumulation {
    var result = NodeForm.Accumulation(isProduct: false, terms: [])
    var pending = [(node: root, sign: 1.0)]
    while let (node, sign) = pending.popLast() {
      let operands = graph.nodes[node].operands
      switch graph.nodes[node].operation {
      case is Add where node == root || uses[node] == 1: pending += [(operands[1], sign), (operands[0], sign)]
      case is Subtract where node == root || uses[node] == 1: pending += [(operands[1], -sign), (operands[0], sign)]
      case let constant as Constant:
        result.constant = (result.constant ?? 0) + sign * (constant.uniformValue ?? .nan)
      default: result.terms.append(term(node, sign))
      }
    }
    return result
  }

  /// The factors of a product, through all products that nothing else reads.
  private func product(_ root: Int) -> NodeForm.Accumulation {
    var result = NodeForm.Accumulation(isProduct: true, terms: [])
    var pending = [root]
    while let node = pending.popLast() {
      let operands = graph.nodes[node].operands
      switch graph.nodes[node].operation {
      case is Multiply where node == root || uses[node] == 1 && operands[0] != operands[1]: pending += [operands[1], operands[0]]
      case is Negate where uses[node] == 1:
        result.constant = -(result.constant ?? 1)
        pending.append(operands[0])
      case let constant as Constant: result.constant = (result.constant ?? 1) * (constant.uniformValue ?? .nan)
      default: result.terms.append(NodeForm.Term(factor: 1, node: node))
      }
    }
    return result
  }
}
