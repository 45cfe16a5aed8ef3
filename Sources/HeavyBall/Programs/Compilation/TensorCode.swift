/// One step of a ``TensorCode``: where its operands and its result are.
struct TensorInstruction: Sendable {
  let action: TensorAction
  let operands: [TensorPlace]
  let operandShapes: [Shape]
  let result: TensorPlace
  let shape: Shape
}

/// Where a value is kept: from an element on, among the numbers that every member has its own of, or the shared ones.
struct TensorPlace: Hashable, Sendable {
  var start: Int
  /// Kept once for all members.
  var isUniform = false
  /// One number over and over, kept for a ``RowBlock`` alone, for all members.
  var isRepeated = false
  /// The number of a ``SharedNumbers`` that it is; `start` is nothing then.
  var data: Int?

  func offset(by count: Int) -> TensorPlace {
    var place = self
    place.start += count
    return place
  }

  /// Whether it is among the numbers that all members share.
  var isShared: Bool { isUniform || isRepeated }
}

/// A sequence of operations on whole tensors: what larger graphs are lowered to.
///
/// Storage is planned once: values that are not alive together share it, reshapes and slices take none, parts of a
/// concatenation are made in their place in it, outputs are made where they are to end if nobody reads any more what is
/// there, and constants that only matrix products read are kept once for all members.
struct TensorCode: Sendable {
  let precision: Precision
  private(set) var instructions: [TensorInstruction] = []
  /// Instructions that make Aᵀf(Av) and may be carried out for a part of A's rows at a time: A·v, then f element by
  /// element, last the product with Aᵀ. None of them overwrites what another one reads.
  private(set) var streams: [Range<Int>] = []
  private(set) var constants: [(place: TensorPlace, values: [Double])] = []
  /// Long rows of one number.
  private(set) var repeated: [(place: TensorPlace, value: Double)] = []
  private(set) var data: [SharedNumbers] = []
  /// Copies from places of results to places of outputs, after all instructions.
  private(set) var copies: [(from: TensorPlace, to: TensorPlace, count: Int)] = []
  /// How many numbers a member has, and how many all share.
  private(set) var elementCount: Int
  private(set) var uniformCount = 0

  /// - Parameters:
  ///   - outputs: expressions, and the elements they are to end at.
  ///   - inputs: inputs, and the elements they are at.
  ///   - elementCount: how many elements inputs and outputs take together.
  ///   - poll: called every thousand nodes or so; what it throws ends the work.
  init<E: Error>(
    outputs: [(value: Expression, start: Int)], inputs: [(value: Expression, start: Int)], elementCount: Int,
    poll: () throws(E) -> Void
  ) throws(E) {
    self.elementCount = elementCount
    precision = outputs.first?.value.graph.precision ?? .double
    guard let graph = outputs.first?.value.graph else { return }
    let schedule = try TensorSchedule(of: outputs.map(\.value), inputs: inputs.map(\.value), poll: poll)
    let layout = TensorLayout(of: schedule, in: graph, outputs: outputs, inputs: inputs)
    try poll()
    var storage = StoragePlan(start: elementCount)
    /// By node, -1 of what has no place yet.
    var starts = Array(repeating: -1, count: (outputs.map(\.value.node) + inputs.map(\.value.node)).reduce(0, max) + 1)
    for (node, start) in layout.fixed { starts[node] = start }
    var shared: [Int: TensorPlace] = [:]
    streams = schedule.streams

    /// Where a node is; what has no place yet, because it or something it is a part of is made next, gets one.
    func place(_ node: Int) -> TensorPlace {
      let (root, offset) = layout.home(of: node)
      if starts[root] < 0 { starts[root] = storage.take(graph.nodes[root].shape.count) }
      return TensorPlace(start: starts[root] + offset)
    }
    func constantPlace(_ node: Int, _ values: [Double]) -> TensorPlace {
      if starts[node] < 0 {
        // Constants live for good, so they never share.
        starts[node] = storage.takeForGood(values.count)
        constants.append((TensorPlace(start: starts[node]), values))
      }
      return TensorPlace(start: starts[node])
    }
    func operandPlace(_ node: Int, of action: TensorAction) -> TensorPlace {
      let root = schedule.aliases[node].root
      let constant = Expression(graph: graph, node: root)
      guard constant.isConstant else { return place(node) }
      if let value = constant.uniformValue, action.isElementwise, constant.shape.count > RowBlock.length {
        if shared[root] == nil {
          shared[root] = TensorPlace(start: uniformCount, isRepeated: true)
          uniformCount += RowBlock.length
          repeated.append((shared[root]!, value))
        }
        return shared[root]!
      }
      guard case .operation(let operation) = action, operation.takesUniformOperands,
        schedule.aliases[node].offset == 0
      else { return constantPlace(root, constant.storedValues ?? []).offset(by: schedule.aliases[node].offset) }
      if let numbers = constant.sharedNumbers {
        if shared[root] == nil {
          shared[root] = TensorPlace(start: 0, isUniform: true, data: data.count)
          data.append(numbers.converted(to: precision))
        }
        return shared[root]!
      }
      if shared[root] == nil {
        let values = constant.constantValues ?? []
        shared[root] = TensorPlace(start: uniformCount, isUniform: true)
        uniformCount += StoragePlan.rounded(values.count)
        constants.append((shared[root]!, values))
      }
      return shared[root]!
    }

    for (i, step) in schedule.steps.enumerated() {
      if i % 1024 == 0 { try poll() }
      instructions.append(
        TensorInstruction(
          action: step.action, operands: step.operands.map { operandPlace($0, of: step.action) },
          operandShapes: step.operands.map { graph.nodes[$0].shape }, result: place(step.node),
          shape: graph.nodes[step.node].shape))
      if i + 1 < schedule.steps.count, schedule.steps[i + 1].time == step.time { continue }
      for root in layout.ending[step.time] {
        storage.give(starts[root], graph.nodes[root].shape.count)
      }
    }
    for output in outputs {
      let root = schedule.aliases[output.value.node].root
      let values = Expression(graph: graph, node: root).storedValues
      let from = values.map { constantPlace(root, $0) } ?? place(output.value.node)
      if from.start != output.start {
        copies.append((from, TensorPlace(start: output.start), output.value.shape.count))
      }
    }
    setAsideOverwrittenSources(&storage)
    self.elementCount = storage.end
  }

  /// Where an output is itself an input that another output overwrites, it is copied aside first.
  private mutating func setAsideOverwrittenSources(_ storage: inout StoragePlan) {
    let targets = copies.map { $0.to.start..<$0.to.start + $0.count }
    var first: [(from: TensorPlace, to: TensorPlace, count: Int)] = []
    for i in copies.indices {
      let source = copies[i].from.start..<copies[i].from.start + copies[i].count
      guard targets.contains(where: { $0.overlaps(source) }) else { continue }
      let aside = TensorPlace(start: storage.takeForGood(copies[i].count))
      first.append((copies[i].from, aside, copies[i].count))
      copies[i].from = aside
    }
    copies = first + copies
  }
}
