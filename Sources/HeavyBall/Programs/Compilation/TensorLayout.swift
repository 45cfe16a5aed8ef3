/// Which values of a schedule have storage of their own, where that is fixed, and when it is free again.
struct TensorLayout {
  /// Inputs, and outputs made in place: by stored node the element they begin at.
  private(set) var fixed: [Int: Int] = [:]
  /// By time, the stored nodes that are read for the last time.
  private(set) var ending: [[Int]] = []
  private let aliases: TensorAliases
  /// Parts of concatenations that are made in their place there.
  private var parts: [Int: (whole: Int, offset: Int)] = [:]
  /// By node, whether it is among them: asked for each operand of each step.
  private var isPart: [Bool] = []

  init(
    of schedule: TensorSchedule, in graph: Graph, outputs: [(value: Expression, start: Int)],
    inputs: [(value: Expression, start: Int)]
  ) {
    aliases = schedule.aliases
    for input in inputs { fixed[input.value.node] = input.start }
    // Arrays by node: a formula's nodes all have lower numbers than its result.
    let count = (outputs.map(\.value.node) + inputs.map(\.value.node)).max().map { $0 + 1 } ?? 0
    var made = Array(repeating: false, count: count)
    for step in schedule.steps { made[step.node] = true }
    isPart = Array(repeating: false, count: count)
    for step in schedule.steps {
      guard case .operation(let operation) = step.action, operation is Concatenate else { continue }
      var offset = 0
      for operand in step.operands {
        let count = graph.nodes[operand].shape.count
        let (root, begin) = aliases[operand]
        if begin == 0, graph.nodes[root].shape.count == count, made[root], parts[root] == nil {
          parts[root] = (step.node, offset)
          isPart[root] = true
        }
        offset += count
      }
    }

    var firstWrite = Array(repeating: Int.max, count: count)
    /// -1 of what is never used.
    var lastUse = Array(repeating: -1, count: count)
    for step in schedule.steps {
      let written = home(of: step.node).root
      firstWrite[written] = min(firstWrite[written], step.time)
      lastUse[written] = max(lastUse[written], step.time)
      for operand in step.operands {
        let root = home(of: operand).root
        lastUse[root] = max(lastUse[root], step.time)
      }
    }
    for output in outputs { lastUse[home(of: output.value.node).root] = .max }
    keepPrepared(schedule, &lastUse)

    for output in outputs {
      let (root, offset) = home(of: output.value.node)
      let range = output.start..<output.start + output.value.shape.count
      guard offset == 0, fixed[root] == nil, firstWrite[root] < .max, graph.nodes[root].shape.count == range.count
      else { continue }
      let write = firstWrite[root]
      let isFree = inputs.allSatisfy { input in
        let taken = input.start..<input.start + input.value.shape.count
        let use = lastUse[input.value.node]
        guard taken.overlaps(range), use >= 0 else { return true }
        return use < write
          || use == write && taken == range && overwrites(input.value.node, at: write, making: root, schedule)
      }
      if isFree { fixed[root] = output.start }
    }
    ending = Array(repeating: [], count: schedule.steps.count)
    let inner = Set(schedule.regions.flatMap(\.inner.keys))
    for (root, time) in lastUse.enumerated()
    where time >= 0 && time != .max && made[root] && fixed[root] == nil && !inner.contains(root) {
      ending[time].append(root)
    }
  }

  /// The node whose storage a node is in, and the element of it that it begins at.
  func home(of node: Int) -> (root: Int, offset: Int) {
    var (root, offset) = aliases[node]
    while isPart[root], let part = parts[root] {
      root = part.whole
      offset += part.offset
    }
    return (root, offset)
  }

  /// What is prepared once and read by each run stays.
  private func keepPrepared(_ schedule: TensorSchedule, _ lastUse: inout [Int]) {
    let prepared = Set(schedule.steps.prefix(schedule.preparationCount).map(\.node))
    guard !prepared.isEmpty else { return }
    for step in schedule.steps.dropFirst(schedule.preparationCount) {
      for operand in step.operands where prepared.contains(aliases[operand].root) {
        lastUse[home(of: operand).root] = .max
      }
    }
  }

  /// Whether the only step at a time makes a node from an input element by element, so that it may replace it.
  private func overwrites(_ input: Int, at time: Int, making root: Int, _ schedule: TensorSchedule) -> Bool {
    let steps = schedule.steps.filter { $0.time == time }
    guard steps.count == 1, steps[0].node == root, steps[0].action.isElementwise else { return false }
    return steps[0].operands.allSatisfy { aliases[$0].root != input || aliases[$0].offset == 0 }
  }
}
