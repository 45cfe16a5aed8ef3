/// The buffers of one operation on tensors: operands and result for all members of an ensemble.
///
/// Element i of member k stands at `i * members + k`, so that the members of one element are a row; an operand marked
/// uniform is kept once for all of them. A single point is an ensemble of one.
struct TensorCall {
  let precision: Precision
  let result: UnsafeMutableRawPointer
  let operands: UnsafePointer<UnsafeRawPointer>
  let operandCount: Int
  let shapes: UnsafePointer<Shape>
  let isUniform: UnsafePointer<Bool>
  let shape: Shape
  let members: Int

  /// The numbers in the result.
  var rowLength: Int { shape.count * members }

  var kernels: RowKernels { .of(precision) }

  /// The bytes of so many elements of all members.
  func bytes(_ elements: Int) -> Int { elements * members * precision.stride }

  /// The number at an address.
  func number(_ address: UnsafeRawPointer) -> Double {
    precision == .double ? address.load(as: Double.self) : Double(address.load(as: Float.self))
  }

  /// An operation on numbers, for constants.
  static func evaluate(
    _ operation: some Operation, _ values: [[Double]], shapes: [Shape], result: Shape
  ) -> [Double] {
    let operands = UnsafeMutablePointer<UnsafeRawPointer>.allocate(capacity: values.count)
    let uniform = UnsafeMutablePointer<Bool>.allocate(capacity: values.count)
    uniform.initialize(repeating: false, count: values.count)
    let copies = values.map { value in
      let copy = UnsafeMutablePointer<Double>.allocate(capacity: value.count)
      copy.initialize(from: value, count: value.count)
      return copy
    }
    defer {
      for copy in copies { copy.deallocate() }
      operands.deallocate()
      uniform.deallocate()
    }
    for (i, copy) in copies.enumerated() { operands[i] = UnsafeRawPointer(copy) }
    return Array(unsafeUninitializedCapacity: result.count) { buffer, count in
      count = result.count
      guard let base = buffer.baseAddress, count > 0 else { return }
      shapes.withUnsafeBufferPointer {
        operation.evaluate(
          TensorCall(
            precision: .double, result: base, operands: operands, operandCount: values.count, shapes: $0.baseAddress!,
            isUniform: uniform, shape: result, members: 1))
      }
    }
  }
}
