/// Gives the values of a ``TensorCode`` their places while its instructions are made, one after another.
struct TensorPlacement {
  private let graph: Graph
  private let layout: TensorLayout
  private let aliases: TensorAliases
  private let precision: Precision
  var storage: StoragePlan
  /// By node, -1 of what has no place yet.
  private var starts: [Int]
  /// Constants that all members share, by node.
  private var shared: [Int: TensorPlace] = [:]
  private(set) var constants: [(place: TensorPlace, values: [Double])] = []
  private(set) var repeated: [(place: TensorPlace, value: Double)] = []
  private(set) var data: [SharedNumbers] = []
  private(set) var uniformCount = 0
  /// The region whose instructions are made, and what a row of what nothing outside reads takes there.
  private var region: (rows: Int, inner: [Int: Int], ends: [Int: [Int]])?
  private var working = StoragePlan(start: 0)

  init(
    of schedule: TensorSchedule, _ layout: TensorLayout, in graph: Graph, _ precision: Precision,
    _ outputs: [(value: Expression, start: Int)], _ inputs: [(value: Expression, start: Int)], elementCount: Int
  ) {
    (self.graph, self.layout, aliases, self.precision) = (graph, layout, schedule.aliases, precision)
    storage = StoragePlan(start: elementCount)
    starts = Array(repeating: -1, count: (outputs.map(\.value.node) + inputs.map(\.value.node)).reduce(0, max) + 1)
    for (node, start) in layout.fixed { starts[node] = start }
  }

  /// Where a node is; what has no place yet, because it or something it is a part of is made next, gets one.
  mutating func place(of node: Int) -> TensorPlace {
    let (root, offset) = layout.home(of: node)
    if let region, region.inner[root] != nil {
      if starts[root] < 0 { starts[root] = working.take(graph.nodes[root].shape.count / region.rows) }
      return TensorPlace(start: starts[root], workingRows: region.rows)
    }
    if starts[root] < 0 { starts[root] = storage.take(graph.nodes[root].shape.count) }
    return TensorPlace(start: starts[root] + offset)
  }

  mutating func begin(_ region: RowRegionSearch.Region) {
    let ends = Dictionary(grouping: region.inner, by: \.value).mapValues { $0.map(\.key).sorted() }
    self.region = (region.rows, region.inner, ends)
    working = StoragePlan(start: 0)
  }

  /// How many numbers of a row the region took.
  mutating func endRegion() -> Int {
    region = nil
    return working.end
  }

  /// Frees the place of what nothing behind an instruction reads in its region.
  mutating func giveInner(readLastBy i: Int) {
    guard let region, let nodes = region.ends[i] else { return }
    for node in nodes where starts[node] >= 0 { working.give(starts[node], graph.nodes[node].shape.count / region.rows) }
  }

  /// Frees the place of a node that nobody reads any more.
  mutating func give(_ root: Int) { storage.give(starts[root], graph.nodes[root].shape.count) }

  /// Where an instruction finds one of its operands.
  mutating func operand(_ node: Int, of action: TensorAction) -> TensorPlace {
    let (root, offset) = aliases[node]
    let constant = Expression(graph: graph, node: root)
    guard constant.isConstant else { return place(of: node) }
    if let value = constant.uniformValue, action.isElementwise, constant.shape.count > RowBlock.length {
      return repeated(root, value)
    }
    guard case .operation(let operation) = action, operation.takesUniformOperands, offset == 0 else {
      return ownConstant(root, constant.storedValues ?? []).offset(by: offset)
    }
    return sharedConstant(root, constant)
  }

  /// Where an output's value is once all instructions are carried out.
  mutating func source(ofOutput node: Int) -> TensorPlace {
    let root = aliases[node].root
    let values = Expression(graph: graph, node: root).storedValues
    return values.map { ownConstant(root, $0) } ?? place(of: node)
  }

  /// A constant that each member has its own of. It lives for good, so it never shares.
  private mutating func ownConstant(_ node: Int, _ values: [Double]) -> TensorPlace {
    if starts[node] < 0 {
      starts[node] = storage.takeForGood(values.count)
      constants.append((TensorPlace(start: starts[node]), values))
    }
    return TensorPlace(start: starts[node])
  }

  /// A constant that is kept once for all members.
  private mutating func sharedConstant(_ node: Int, _ constant: Expression) -> TensorPlace {
    if let known = shared[node] { return known }
    let place: TensorPlace
    if let numbers = constant.sharedNumbers {
      place = TensorPlace(start: 0, isUniform: true, data: data.count)
      data.append(numbers.converted(to: precision))
    } else {
      let values = constant.constantValues ?? []
      place = TensorPlace(start: uniformCount, isUniform: true)
      uniformCount += StoragePlan.rounded(values.count)
      constants.append((place, values))
    }
    shared[node] = place
    return place
  }

  /// One number over and over, as many as a block of rows reads at a time.
  private mutating func repeated(_ node: Int, _ value: Double) -> TensorPlace {
    if let known = shared[node] { return known }
    let place = TensorPlace(start: uniformCount, isRepeated: true)
    uniformCount += RowBlock.length
    repeated.append((place, value))
    shared[node] = place
    return place
  }
}
