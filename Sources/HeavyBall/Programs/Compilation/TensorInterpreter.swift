internal import CKernels

/// Runs a ``TensorCode`` in a machine's memory: every address is worked out when it is made.
struct TensorInterpreter {
  private let steps: UnsafeMutableBufferPointer<TensorStep>
  /// How many of the steps, the first, make what depends on lasting inputs alone.
  private let preparationCount: Int
  private let operations: [any Operation]
  private let calls: [TensorCall]
  private let streams: [TensorStream]
  private let blocks: [RowBlock]
  private let regions: [RowRegion]
  private let uniform: UnsafeMutableRawPointer
  /// Of several members, for whom what regions keep to themselves is kept whole.
  private let working: UnsafeMutableRawPointer?

  init(_ code: TensorCode, memory: UnsafeMutableRawPointer, members: Int) {
    let (precision, stride) = (code.precision, code.precision.stride)
    let uniform = alignedMemory(bytes: max(code.uniformCount, 1) * stride)
    self.uniform = uniform
    let rows = members == 1 ? 0 : code.regions.map(\.rows).max() ?? 0
    let working = rows > 0 ? alignedMemory(bytes: max(code.workingCount, 1) * rows * members * stride) : nil
    self.working = working
    let address = { (place: TensorPlace) -> UnsafeMutableRawPointer in
      if place.workingRows > 0, let working { return working + place.start * place.workingRows * members * stride }
      return place.isShared ? uniform + place.start * stride : memory + place.start * members * stride
    }
    for (place, values) in code.constants {
      let copies = place.isShared ? 1 : members
      for (i, value) in values.enumerated() {
        let first = address(place) + i * copies * stride
        for k in 0..<copies { precision.store(value, at: first + k * stride) }
      }
    }
    for (place, value) in code.repeated {
      for i in 0..<RowBlock.length { precision.store(value, at: address(place) + i * stride) }
    }

    var (steps, operations, calls): ([TensorStep], [any Operation], [TensorCall]) = ([], [], [])
    var (streams, blocks, regions): ([TensorStream], [RowBlock], [RowRegion]) = ([], [], [])
    let regionStarts = Dictionary(uniqueKeysWithValues: code.regions.map { ($0.instructions.lowerBound, $0) })
    let streamStarts = Dictionary(uniqueKeysWithValues: code.streams.map { ($0.lowerBound, $0) })
    func lower(_ instruction: TensorInstruction) -> [TensorStep] {
      let operands = instruction.operands.map { place in
        place.data.map { code.data[$0].address } ?? UnsafeRawPointer(address(place))
      }
      let result = address(instruction.result)
      if let lowered = TensorStep.of(instruction, precision, operands, result: result, members: members) {
        return lowered
      }
      guard case .operation(let operation) = instruction.action else { preconditionFailure("rows are steps") }
      operations.append(operation)
      calls.append(
        TensorCall(
          precision: precision, result: result, operands: copied(operands), operandCount: operands.count,
          shapes: copied(instruction.operandShapes), isUniform: copied(instruction.operands.map(\.isUniform)),
          shape: instruction.shape, members: members))
      return [.operation(calls.count - 1)]
    }
    func gather() {
      steps = Self.gathered(steps) { group in
        blocks.append(RowBlock(group))
        return .block(blocks.count - 1)
      }
    }
    var preparationCount = 0
    var i = 0
    while i < code.instructions.count {
      if i == code.preparationCount {
        gather()
        preparationCount = steps.count
      }
      if let range = streamStarts[i], members == 1,
        let stream = TensorStream(code.instructions[range].flatMap(lower))
      {
        streams.append(stream)
        steps.append(.stream(streams.count - 1))
        i = range.upperBound
      } else if let region = regionStarts[i], members == 1 {
        regions.append(
          RowRegion(
            code.instructions[region.instructions], rows: region.rows, workingCount: code.workingCount, precision
          ) { place in place.data.map { UnsafeMutableRawPointer(mutating: code.data[$0].address) } ?? address(place) })
        steps.append(.region(regions.count - 1))
        i = region.instructions.upperBound
      } else {
        steps += lower(code.instructions[i])
        i += 1
      }
    }
    steps += code.copies.map { copy in
      .copy(
        bytes: copy.count * members * stride, address(copy.to),
        copy.from.data.map { code.data[$0].address } ?? UnsafeRawPointer(address(copy.from)))
    }
    gather()
    let kept = UnsafeMutableBufferPointer<TensorStep>.allocate(capacity: steps.count)
    _ = kept.initialize(from: steps)
    self.steps = kept
    (self.operations, self.calls, self.streams, self.blocks) = (operations, calls, streams, blocks)
    self.regions = regions
    self.preparationCount = preparationCount
  }

  /// The steps with neighbours on long rows put together.
  private static func gathered(_ steps: [TensorStep], block: ([RowStep]) -> TensorStep) -> [TensorStep] {
    var result: [TensorStep] = []
    var group: [RowStep] = []
    func finish() {
      if !group.isEmpty { result.append(block(group)) }
      group = []
    }
    for step in steps {
      guard case .rows(let row) = step, row.count > RowBlock.length else {
        finish()
        result.append(step)
        continue
      }
      if !RowBlock.canJoin(group, row) { finish() }
      group.append(row)
    }
    finish()
    return result
  }

  /// - Parameter isPrepared: whether what depends on lasting inputs alone is there.
  func run(times: Int, isPrepared: Bool) {
    for _ in 0..<times {
      for i in (isPrepared ? preparationCount : 0)..<steps.count {
        switch steps[i] {
        case .operation(let i): operations[i].evaluate(calls[i])
        case .stream(let i): streams[i].run()
        case .block(let i): blocks[i].run()
        case .region(let i): regions[i].run()
        case let step: step.run()
        }
      }
    }
  }

  func deallocate() {
    steps.deallocate()
    for stream in streams { stream.deallocate() }
    for block in blocks { block.deallocate() }
    for region in regions { region.deallocate() }
    working?.deallocate()
    for call in calls {
      call.operands.deallocate()
      call.shapes.deallocate()
      call.isUniform.deallocate()
    }
    uniform.deallocate()
  }
}
