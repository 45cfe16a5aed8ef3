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
  /// Where it is read in a ``RowRegion`` alone: how many rows it has, and `start` is among the numbers of a row that a
  /// thread has for itself; else 0.
  var workingRows = 0

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
  /// How many of them, the first, depend on lasting inputs alone.
  private(set) var preparationCount = 0
  /// Instructions that make Aᵀf(Av) and may be carried out for a part of A's rows at a time: A·v, then f element by
  /// element, last the product with Aᵀ. None of them overwrites what another one reads.
  private(set) var streams: [Range<Int>] = []
  /// Instructions that may be carried out for some rows at a time, and how many rows there are.
  private(set) var regions: [(instructions: Range<Int>, rows: Int)] = []
  /// The most numbers of a row that are read in a region alone.
  private(set) var workingCount = 0
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
  ///   - lasting: how many inputs, the first, last from run to run.
  ///   - elementCount: how many elements inputs and outputs take together.
  ///   - poll: called every thousand nodes or so; what it throws ends the work.
  init<E: Error>(
    outputs: [(value: Expression, start: Int)], inputs: [(value: Expression, start: Int)], lasting: Int = 0,
    elementCount: Int, poll: () throws(E) -> Void
  ) throws(E) {
    self.elementCount = elementCount
    precision = outputs.first?.value.graph.precision ?? .double
    guard let graph = outputs.first?.value.graph else { return }
    let schedule = try TensorSchedule(
      of: outputs.map(\.value), inputs: inputs.map(\.value), lasting: lasting, poll: poll)
    preparationCount = schedule.preparationCount
    regions = schedule.regions.map { ($0.steps, $0.rows) }
    let layout = TensorLayout(of: schedule, in: graph, outputs: outputs, inputs: inputs)
    try poll()
    streams = schedule.streams
    var places = TensorPlacement(of: schedule, layout, in: graph, precision, outputs, inputs, elementCount: elementCount)
    var region = schedule.regions.startIndex
    for (i, step) in schedule.steps.enumerated() {
      if i % 1024 == 0 { try poll() }
      if region < schedule.regions.endIndex, schedule.regions[region].steps.upperBound == i {
        workingCount = max(workingCount, places.endRegion())
        region += 1
      }
      if region < schedule.regions.endIndex, schedule.regions[region].steps.lowerBound == i {
        places.begin(schedule.regions[region])
      }
      instructions.append(
        TensorInstruction(
          action: step.action, operands: step.operands.map { places.operand($0, of: step.action) },
          operandShapes: step.operands.map { graph.nodes[$0].shape }, result: places.place(of: step.node),
          shape: graph.nodes[step.node].shape))
      places.giveInner(readLastBy: i)
      if i + 1 < schedule.steps.count, schedule.steps[i + 1].time == step.time { continue }
      for root in layout.ending[step.time] { places.give(root) }
    }
    workingCount = max(workingCount, places.endRegion())
    for output in outputs {
      let from = places.source(ofOutput: output.value.node)
      if from.start != output.start {
        copies.append((from, TensorPlace(start: output.start), output.value.shape.count))
      }
    }
    setAsideOverwrittenSources(&places.storage)
    (constants, repeated, data) = (places.constants, places.repeated, places.data)
    (self.elementCount, uniformCount) = (places.storage.end, places.uniformCount)
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
