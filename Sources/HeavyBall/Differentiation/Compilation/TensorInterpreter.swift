/// Runs a ``TensorCode`` in a machine's memory: every address is worked out when it is made.
struct TensorInterpreter {
  private let operations: [any Operation]
  private let calls: [TensorCall]
  private let copies: [(from: UnsafePointer<Double>, to: UnsafeMutablePointer<Double>, count: Int)]
  private let uniform: UnsafeMutablePointer<Double>

  init(_ code: TensorCode, memory: UnsafeMutablePointer<Double>, members: Int) {
    let uniform = UnsafeMutablePointer<Double>.allocate(capacity: max(code.uniformCount, 1))
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
    operations = code.instructions.map(\.operation)
    calls = code.instructions.map { instruction in
      TensorCall(
        result: address(instruction.result), operands: copied(instruction.operands.map { UnsafePointer(address($0)) }),
        operandCount: instruction.operands.count, shapes: copied(instruction.operandShapes),
        isUniform: copied(instruction.operands.map(\.isUniform)), shape: instruction.shape, members: members)
    }
    copies = code.copies.map { (UnsafePointer(address($0.from)), address($0.to), $0.count * members) }
  }

  func run(times: Int) {
    for _ in 0..<times {
      for i in operations.indices { operations[i].evaluate(calls[i]) }
      for copy in copies { copy.to.update(from: copy.from, count: copy.count) }
    }
  }

  func deallocate() {
    for call in calls {
      call.operands.deallocate()
      call.shapes.deallocate()
      call.isUniform.deallocate()
    }
    uniform.deallocate()
  }
}
