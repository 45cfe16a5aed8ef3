/// One operation of a ``TensorCode``: where its operands and its result are.
struct TensorInstruction: Sendable {
  let operation: any Operation
  let operands: [TensorPlace]
  let operandShapes: [Shape]
  let result: TensorPlace
  let shape: Shape
}

/// Where a value is kept: from an element on, among the numbers that every member has its own of, or the shared ones.
struct TensorPlace: Hashable, Sendable {
  var start: Int
  var isUniform = false
}

/// A sequence of operations on whole tensors: what larger graphs are lowered to.
///
/// Storage is planned once: values that are not alive together share it, reshapes take none, and constants that only
/// matrix products read are kept once for all members.
struct TensorCode: Sendable {
  private(set) var instructions: [TensorInstruction] = []
  private(set) var constants: [(place: TensorPlace, values: [Double])] = []
  /// Copies from places of results to places of outputs, after all instructions.
  private(set) var copies: [(from: TensorPlace, to: TensorPlace, count: Int)] = []
  /// How many numbers a member has, and how many all share.
  private(set) var elementCount: Int
  private(set) var uniformCount = 0

  /// - Parameters:
  ///   - outputs: expressions, and the elements they are to end at.
  ///   - inputs: inputs, and the elements they are at.
  ///   - elementCount: how many elements inputs and outputs take together.
  init(
    outputs: [(value: Expression, start: Int)], inputs: [(value: Expression, start: Int)], elementCount: Int
  ) {
    self.elementCount = elementCount
    guard let graph = outputs.first?.value.graph else { return }
    let nodes = graph.reachable(from: outputs.map(\.value.node))
    var storage = StoragePlan(start: elementCount)
    var places: [Int: TensorPlace] = [:]
    var shared: [Int: TensorPlace] = [:]
    for input in inputs { places[input.value.node] = TensorPlace(start: input.start) }

    // A reshape is its operand under another name: lifetimes are those of the operand.
    var roots: [Int: Int] = [:]
    for node in nodes {
      roots[node] = graph.nodes[node].operation is Reshape ? roots[graph.nodes[node].operands[0]]! : node
    }
    var lastUse: [Int: Int] = [:]
    for node in nodes { for operand in graph.nodes[node].operands { lastUse[roots[operand]!] = node } }
    for output in outputs { lastUse[roots[output.value.node]!] = .max }

    for node in nodes where roots[node] == node && places[node] == nil {
      let y = Expression(graph: graph, node: node)
      if y.constantValues != nil { continue }
      let operands = y.operands.map { operand -> TensorPlace in
        let root = roots[operand.node]!
        guard let values = Expression(graph: graph, node: root).constantValues else { return places[root]! }
        if y.operation.takesUniformOperands {
          if shared[root] == nil {
            shared[root] = TensorPlace(start: uniformCount, isUniform: true)
            uniformCount += values.count
            constants.append((shared[root]!, values))
          }
          return shared[root]!
        }
        return constantPlace(root, values, &places, &storage)
      }
      let place = TensorPlace(start: storage.take(y.shape.count))
      instructions.append(
        TensorInstruction(
          operation: y.operation, operands: operands, operandShapes: y.operands.map(\.shape), result: place,
          shape: y.shape))
      places[node] = place
      for operand in Set(y.operands.map { roots[$0.node]! }) where lastUse[operand] == node {
        let value = Expression(graph: graph, node: operand)
        if !value.operands.isEmpty { storage.give(places[operand]!.start, value.shape.count) }
      }
    }
    for output in outputs {
      let root = roots[output.value.node]!
      let value = Expression(graph: graph, node: root)
      let from = value.constantValues.map { constantPlace(root, $0, &places, &storage) } ?? places[root]!
      if from.start != output.start {
        copies.append((from, TensorPlace(start: output.start), output.value.shape.count))
      }
    }
    setAsideOverwrittenSources(&storage)
    self.elementCount = storage.end
  }

  private mutating func constantPlace(
    _ node: Int, _ values: [Double], _ places: inout [Int: TensorPlace], _ storage: inout StoragePlan
  ) -> TensorPlace {
    if let place = places[node] { return place }
    // Constants live for good, so they never share.
    let place = TensorPlace(start: storage.takeForGood(values.count))
    places[node] = place
    constants.append((place, values))
    return place
  }

  /// Where an output is itself an input that another output overwrites, it is copied aside first.
  private mutating func setAsideOverwrittenSources(_ storage: inout StoragePlan) {
    let targets = Set(copies.map(\.to))
    var first: [(from: TensorPlace, to: TensorPlace, count: Int)] = []
    for i in copies.indices where targets.contains(copies[i].from) {
      let aside = TensorPlace(start: storage.takeForGood(copies[i].count))
      first.append((copies[i].from, aside, copies[i].count))
      copies[i].from = aside
    }
    copies = first + copies
  }
}

/// Which elements are in use while storage is planned.
private struct StoragePlan {
  private(set) var end: Int
  private var free: [Range<Int>] = []

  init(start: Int) { end = start }

  /// The first free stretch that is long enough, or new storage.
  mutating func take(_ count: Int) -> Int {
    guard let i = free.firstIndex(where: { $0.count >= count }) else { return takeForGood(count) }
    let start = free[i].lowerBound
    free[i] = start + count..<free[i].upperBound
    if free[i].isEmpty { free.remove(at: i) }
    return start
  }

  mutating func takeForGood(_ count: Int) -> Int {
    end += count
    return end - count
  }

  mutating func give(_ start: Int, _ count: Int) {
    free.append(start..<start + count)
    free.sort { $0.lowerBound < $1.lowerBound }
    var merged: [Range<Int>] = []
    for range in free {
      if let last = merged.last, last.upperBound == range.lowerBound {
        merged[merged.count - 1] = last.lowerBound..<range.upperBound
      } else {
        merged.append(range)
      }
    }
    free = merged
  }
}
