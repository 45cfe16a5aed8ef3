/// What a ``TensorCode`` carries out, in order, before anything is known of places.
///
/// A product that only a sum or a difference reads is made together with it: one pass over the numbers, and the same
/// bits, as the product is still rounded by itself.
struct TensorSchedule {
  struct Step {
    let node: Int
    let action: TensorAction
    /// The nodes it reads.
    let operands: [Int]
    /// When it is carried out; the steps of a stream or of a region are at one time.
    var time = 0
  }

  private(set) var steps: [Step] = []
  /// Consecutive steps that can be carried out together, a part of the rows at a time. See ``TensorCode/streams``.
  private(set) var streams: [Range<Int>] = []
  /// Consecutive steps that can be carried out together, some rows at a time. There are none where there are streams.
  private(set) var regions: [RowRegionSearch.Region] = []
  let aliases: TensorAliases

  init<E: Error>(of outputs: [Expression], inputs: [Expression], poll: () throws(E) -> Void) throws(E) {
    guard let graph = outputs.first?.graph else {
      aliases = TensorAliases()
      return
    }
    let nodes = graph.reachable(from: outputs.map(\.node))
    aliases = TensorAliases(of: nodes, in: graph)
    // Arrays by node, not dictionaries: of a graph of a million nodes they are most of the time that compiling takes.
    var uses = [Int32](repeating: 0, count: (nodes.last ?? -1) + 1)
    for node in nodes { for operand in graph.nodes[node].operands { uses[operand] += 1 } }
    for output in outputs { uses[output.node] += 1 }

    let given = Set(inputs.map(\.node))
    var absorbed = Array(repeating: false, count: uses.count)
    var fused: [Int: (MultiplyAddition, operands: [Int])] = [:]
    for (turn, node) in nodes.enumerated() {
      if turn % 1024 == 0 { try poll() }
      guard let form = MultiplyAddition.of(Expression(graph: graph, node: node), where: { uses[$0.node] == 1 }) else {
        continue
      }
      absorbed[form.product] = true
      fused[node] = (form.form, form.operands)
    }
    for (turn, node) in nodes.enumerated() where aliases.isItself(node) && !given.contains(node) && !absorbed[node] {
      if turn % 1024 == 0 { try poll() }
      let y = Expression(graph: graph, node: node)
      if y.isConstant { continue }
      if let (form, operands) = fused[node] {
        steps.append(Step(node: node, action: .multiplyAdd(form), operands: operands))
      } else {
        steps.append(Step(node: node, action: .operation(y.operation), operands: graph.nodes[node].operands))
      }
    }
    try poll()
    streams = StreamSearch(graph: graph, aliases: aliases, steps: steps).found(reordering: &steps)
    if streams.isEmpty {
      regions = RowRegionSearch(graph: graph, aliases: aliases, steps: steps)
        .found(outputs: outputs.map(\.node), reordering: &steps)
    }
    for i in steps.indices { steps[i].time = i }
    for region in regions { for i in region.steps { steps[i].time = region.steps.upperBound - 1 } }
    for stream in streams { for i in stream { steps[i].time = stream.upperBound - 1 } }
  }
}

/// What a step does.
enum TensorAction: Sendable {
  case operation(any Operation)
  case multiplyAdd(MultiplyAddition)

  var isElementwise: Bool {
    switch self {
    case .operation(let operation): operation is any ElementwiseOperation
    case .multiplyAdd: true
    }
  }
}

/// A product and the sum or difference that it goes into, of operands x, y, z in this order.
enum MultiplyAddition: Sendable {
  /// x·y + z
  case productPlus
  /// x·y − z
  case productMinus
  /// z − x·y
  case minusProduct

  /// How a sum or difference can be made together with one of its operands.
  static func of(
    _ y: Expression, where isReadOnce: (Expression) -> Bool
  ) -> (form: MultiplyAddition, product: Int, operands: [Int])? {
    let isSum = y.operation is Add
    guard isSum || y.operation is Subtract else { return nil }
    let operands = y.operands
    for (i, u) in operands.enumerated() where u.operation is Multiply && isReadOnce(u) {
      let form: MultiplyAddition = isSum ? .productPlus : i == 0 ? .productMinus : .minusProduct
      return (form, u.node, u.operands.map(\.node) + [operands[1 - i].node])
    }
    return nil
  }
}

/// Which nodes are others, or parts of others, under another name: reshapes and slices take no storage.
struct TensorAliases {
  /// By node.
  private var homes: [(root: Int, offset: Int)] = []

  init() {}

  init(of nodes: [Int], in graph: Graph) {
    homes = Array(repeating: (0, 0), count: (nodes.last ?? -1) + 1)
    for node in nodes {
      let (operation, operands) = (graph.nodes[node].operation, graph.nodes[node].operands)
      if operation is Reshape {
        homes[node] = homes[operands[0]]
      } else if let slice = operation as? Slice {
        let home = homes[operands[0]]
        homes[node] = (home.root, home.offset + slice.start)
      } else {
        homes[node] = (node, 0)
      }
    }
  }

  /// The node that is stored, and the element of it that this one begins at.
  subscript(node: Int) -> (root: Int, offset: Int) { homes[node] }

  func isItself(_ node: Int) -> Bool { homes[node].root == node }
}
