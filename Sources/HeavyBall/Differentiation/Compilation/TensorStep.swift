internal import CKernels

/// What a ``TensorInterpreter`` does next, with every address known: mostly one call of a row kernel.
enum TensorStep: BitwiseCopyable {
  typealias Numbers = UnsafePointer<Double>
  typealias Result = UnsafeMutablePointer<Double>
  typealias Rows1 = @convention(c) (Int, Result?, Numbers?) -> Void
  typealias Rows2 = @convention(c) (Int, Result?, Numbers?, Numbers?) -> Void
  typealias Rows3 = @convention(c) (Int, Result?, Numbers?, Numbers?, Numbers?) -> Void

  case rows1(Rows1, Int, Result, Numbers)
  case rows2(Rows2, Int, Result, Numbers, Numbers)
  case rows3(Rows3, Int, Result, Numbers, Numbers, Numbers)
  case copy(Int, Result, Numbers)
  case product(MatrixProductShape, Result, Numbers, Numbers)
  /// The interpreter's call of that number, or stream.
  case operation(Int)
  case stream(Int)

  /// The steps that an instruction is, nil where its operation has to be asked.
  static func of(
    _ instruction: TensorInstruction, _ operands: [Numbers], result: Result, members: Int
  ) -> [TensorStep]? {
    let n = instruction.shape.count * members
    switch instruction.action {
    case .multiplyAdd(let form):
      let rows: Rows3 =
        switch form {
        case .productPlus: polyak_rows_multiply_add
        case .productMinus: polyak_rows_multiply_subtract
        case .minusProduct: polyak_rows_subtract_product
        }
      return [.rows3(rows, n, result, operands[0], operands[1], operands[2])]
    case .operation(let operation as any ElementwiseOperation):
      return [elementwise(type(of: operation).primitive, n, result, operands)]
    case .operation(let operation) where operation is Concatenate:
      var end = result
      return zip(operands, instruction.operandShapes).compactMap { operand, shape in
        defer { end += shape.count * members }
        return operand == UnsafePointer(end) ? nil : .copy(shape.count * members, end, operand)
      }
    case .operation(let operation as MatrixProduct):
      let uniform = instruction.operands.map(\.isUniform)
      guard let shape = operation.singleProduct(instruction.operandShapes, isUniform: uniform, members: members) else {
        return nil
      }
      return [.product(shape, result, operands[0], operands[1])]
    case .operation: return nil
    }
  }

  private static func elementwise(_ primitive: Primitive, _ n: Int, _ d: Result, _ operands: [Numbers]) -> TensorStep {
    switch primitive {
    case .add: .rows2(polyak_rows_add, n, d, operands[0], operands[1])
    case .subtract: .rows2(polyak_rows_subtract, n, d, operands[0], operands[1])
    case .multiply: .rows2(polyak_rows_multiply, n, d, operands[0], operands[1])
    case .divide: .rows2(polyak_rows_divide, n, d, operands[0], operands[1])
    case .select: .rows3(polyak_rows_select, n, d, operands[0], operands[1], operands[2])
    case .unary(let function): .rows1(function.rows, n, d, operands[0])
    case .binary(let function): .rows2(function.rows, n, d, operands[0], operands[1])
    }
  }

  /// Carries it out, unless only the interpreter can.
  @inline(__always)
  func run() {
    switch self {
    case .rows1(let rows, let n, let d, let a): rows(n, d, a)
    case .rows2(let rows, let n, let d, let a, let b): rows(n, d, a, b)
    case .rows3(let rows, let n, let d, let a, let b, let c): rows(n, d, a, b, c)
    case .copy(let n, let d, let a): d.update(from: a, count: n)
    case .product(let shape, let d, let a, let b): multiplyMatrices(shape, a, b, into: d)
    case .operation, .stream: break
    }
  }

  /// Carries out a row step for some of the elements alone.
  @inline(__always)
  func run(from first: Int, count: Int) {
    switch self {
    case .rows1(let rows, _, let d, let a): rows(count, d + first, a + first)
    case .rows2(let rows, _, let d, let a, let b): rows(count, d + first, a + first, b + first)
    case .rows3(let rows, _, let d, let a, let b, let c): rows(count, d + first, a + first, b + first, c + first)
    case .copy, .product, .operation, .stream: break
    }
  }
}
