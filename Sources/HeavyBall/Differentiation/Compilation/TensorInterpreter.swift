/// Runs a ``TensorCode`` in a machine's memory: every address is worked out when it is made.
struct TensorInterpreter {
  private let steps: UnsafeMutableBufferPointer<TensorStep>
  private let operations: [any Operation]
  private let calls: [TensorCall]
  private let streams: [TensorStream]
  private let uniform: UnsafeMutablePointer<Double>

  init(_ code: TensorCode, memory: UnsafeMutablePointer<Double>, members: Int) {
    let uniform = alignedNumbers(max(code.uniformCount, 1))
    for (place, values) in code.constants {
      if place.isUniform {
        (uniform + place.start).initialize(from: values, count: values.count)
      } else {
        for (i, value) in values.enumerated() {
          (memory + (place.start + i) * members).update(repeating: value, count: members)
        }
      }
    }
    let address = { (place: TensorPlace) in
      place.isUniform ? uniform + place.start : memory + place.start * members
    }
    self.uniform = uniform
    var (steps, operations, calls): ([TensorStep], [any Operation], [TensorCall]) = ([], [], [])
    var streams: [TensorStream] = []
    let streamStarts = Dictionary(uniqueKeysWithValues: code.streams.map { ($0.lowerBound, $0) })
    func lower(_ instruction: TensorInstruction) -> [TensorStep] {
      let operands = instruction.operands.map { UnsafePointer(address($0)) }
      let result = address(instruction.result)
      if let lowered = TensorStep.of(instruction, operands, result: result, members: members) { return lowered }
      guard case .operation(let operation) = instruction.action else { preconditionFailure("rows are steps") }
      operations.append(operation)
      calls.append(
        TensorCall(
          result: result, operands: copied(operands), operandCount: operands.count,
          shapes: copied(instruction.operandShapes), isUniform: copied(instruction.operands.map(\.isUniform)),
          shape: instruction.shape, members: members))
      return [.operation(calls.count - 1)]
    }
    var i = 0
    while i < code.instructions.count {
      if let range = streamStarts[i], members == 1,
        let stream = TensorStream(code.instructions[range].flatMap(lower))
      {
        streams.append(stream)
        steps.append(.stream(streams.count - 1))
        i = range.upperBound
      } else {
        steps += lower(code.instructions[i])
        i += 1
      }
    }
    steps += code.copies.map { .copy($0.count * members, address($0.to), UnsafePointer(address($0.from))) }
    let kept = UnsafeMutableBufferPointer<TensorStep>.allocate(capacity: steps.count)
    _ = kept.initialize(from: steps)
    (self.steps, self.operations, self.calls, self.streams) = (kept, operations, calls, streams)
  }

  func run(times: Int) {
    for _ in 0..<times {
      for step in steps {
        switch step {
        case .operation(let i): operations[i].evaluate(calls[i])
        case .stream(let i): streams[i].run()
        default: step.run()
        }
      }
    }
  }

  func deallocate() {
    steps.deallocate()
    for stream in streams { stream.deallocate() }
    for call in calls {
      call.operands.deallocate()
      call.shapes.deallocate()
      call.isUniform.deallocate()
    }
    uniform.deallocate()
  }
}
