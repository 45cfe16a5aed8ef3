/// What a ``TensorCode`` carries out, in order, before anything is known of places.
///
/// A product that only a sum or a difference reads is made together with it: one pass over the numbers, and the same
/// bits, as the product is still rounded by itself.
///
/// What depends on lasting inputs alone comes first, so that it need not be carried out again while they stay: see
/// ``Program/lastingCount``.
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
  /// How many of the steps, the first, depend on lasting inputs alone; 0 where no inputs are said to last.
  private(set) var preparationCount = 0
  /// Consecutive steps that can be carried out together, a part of the rows at a time. See ``TensorCode/streams``.
  private(set) var streams: [Range<Int>] = []
  /// Consecutive steps that can be carried out together, some rows at a time. There are none in the part of the steps
  /// that has streams.
  private(set) var regions: [RowRegionSearch.Region] = []
  let aliases: TensorAliases

  /// - Parameter lasting: how many inputs, the first, last from run to run.
  init<E: Error>(
    of outputs: [Expression], inputs: [Expression], lasting: Int = 0, poll: () throws(E) -> Void
  ) throws(E) {
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
    var varies = Array(repeating: lasting == 0, count: uses.count)
    if lasting > 0 {
      for input in inputs.dropFirst(lasting) where input.node < varies.count { varies[input.node] = true }
      for node in nodes where !given.contains(node) { varies[node] = graph.nodes[node].operands.contains { varies[$0] } }
    }
    var absorbed = Array(repeating: false, count: uses.count)
    var fused: [Int: (MultiplyAddition, operands: [Int])] = [:]
    for (turn, node) in nodes.enumerated() {
      if turn % 1024 == 0 { try poll() }
      // A product that is known before its sum is not made again with it.
      let isReadByIt = { (u: Expression) in uses[u.node] == 1 && varies[u.node] == varies[node] }
      guard let form = MultiplyAddition.of(Expression(graph: graph, node: node), where: isReadByIt) else { continue }
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
    let preparation = steps.filter { !varies[$0.node] }
    let rest = steps.filter { varies[$0.node] }
    preparationCount = preparation.count
    steps = []
    append(preparation, in: graph, kept: outputs.map(\.node) + rest.flatMap(\.operands))
    append(rest, in: graph, kept: outputs.map(\.node))
    for i in steps.indices { steps[i].time = i }
    for region in regions { for i in region.steps { steps[i].time = region.steps.upperBound - 1 } }
    for stream in streams { for i in stream { steps[i].time = stream.upperBound - 1 } }
  }

  /// Appends steps in the order of their nodes, put in another one where some can be carried out together.
  ///
  /// - Parameter kept: the nodes that are read behind these steps.
  private mutating func append(_ part: [Step], in graph: Graph, kept: [Int]) {
    var part = part
    let first = steps.count
    let found = StreamSearch(graph: graph, aliases: aliases, steps: part).found(reordering: &part)
    streams += found.map { $0.shifted(by: first) }
    if found.isEmpty {
      let search = RowRegionSearch(graph: graph, aliases: aliases, steps: part)
      regions += search.found(kept: kept, reordering: &part).map { $0.shifted(by: first) }
    }
    steps += part
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
