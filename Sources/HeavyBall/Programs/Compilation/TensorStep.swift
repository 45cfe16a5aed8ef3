/// What a ``TensorInterpreter`` does next, with every address known.
enum TensorStep: BitwiseCopyable {
  case rows(RowStep)
  case copy(bytes: Int, UnsafeMutableRawPointer, UnsafeRawPointer)
  case product(MatrixProductShape, Precision, UnsafeMutableRawPointer, UnsafeRawPointer, UnsafeRawPointer)
  /// The interpreter's call of that number, or stream, or block of row steps, or region.
  case operation(Int)
  case stream(Int)
  case block(Int)
  case region(Int)

  /// The steps that an instruction is, nil where its operation has to be asked.
  static func of(
    _ instruction: TensorInstruction, _ precision: Precision, _ operands: [UnsafeRawPointer],
    result: UnsafeMutableRawPointer, members: Int
  ) -> [TensorStep]? {
    let n = instruction.shape.count * members
    let isRepeated = instruction.operands.map(\.isRepeated)
    switch instruction.action {
    case .multiplyAdd(let form):
      let kernels = RowKernels.of(precision)
      let rows: RowKernels.Rows3 =
        switch form {
        case .productPlus: kernels.multiplyAdd
        case .productMinus: kernels.multiplySubtract
        case .minusProduct: kernels.subtractProduct
        }
      return [
        .rows(RowStep(.three(rows), precision, count: n, result: result, operands: operands, isRepeated: isRepeated))
      ]
    case .operation(let operation as any ElementwiseOperation):
      let primitive = type(of: operation).primitive
      return [
        .rows(RowStep(primitive, precision, count: n, result: result, operands: operands, isRepeated: isRepeated))
      ]
    case .operation(let operation) where operation is Concatenate:
      var end = result
      return zip(operands, instruction.operandShapes).compactMap { operand, shape in
        let bytes = shape.count * members * precision.stride
        defer { end += bytes }
        return operand == UnsafeRawPointer(end) ? nil : .copy(bytes: bytes, end, operand)
      }
    case .operation(let operation as MatrixProduct):
      let uniform = instruction.operands.map(\.isUniform)
      guard let shape = operation.singleProduct(instruction.operandShapes, isUniform: uniform, members: members) else {
        return nil
      }
      return [.product(shape, precision, result, operands[0], operands[1])]
    case .operation: return nil
    }
  }

  /// Carries it out, unless only the interpreter can.
  @inline(__always)
  func run() {
    switch self {
    case .rows(let step): step.run()
    case .copy(let bytes, let d, let a): d.copyMemory(from: a, byteCount: bytes)
    case .product(let shape, let precision, let d, let a, let b): multiplyMatrices(shape, precision, a, b, into: d)
    case .operation, .stream, .block, .region: break
    }
  }
}
