internal import CKernels

/// An operation carried out element by element on operands of one shape. See ``Expression/broadcast(to:)``.
protocol ElementwiseOperation: Operation {
  /// How one element, and a row of them, is computed.
  static var primitive: Primitive { get }
}

extension ElementwiseOperation {
  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard let shape = operands.first, operands.allSatisfy({ $0 == shape }) else {
      throw .mismatch(Self.name, operands)
    }
    return shape
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { result.count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    (0..<result.count).map { i in
      let elements = operands.map { $0[i] }
      return shapesSuit { () throws(ShapeError) in try elements[0].graph.apply(self, elements) }
    }
  }

  func evaluate(_ call: TensorCall) {
    let (n, d) = (call.rowLength, call.result)
    switch Self.primitive {
    case .add: polyak_rows_add(n, d, call.operands[0], call.operands[1])
    case .subtract: polyak_rows_subtract(n, d, call.operands[0], call.operands[1])
    case .multiply: polyak_rows_multiply(n, d, call.operands[0], call.operands[1])
    case .divide: polyak_rows_divide(n, d, call.operands[0], call.operands[1])
    case .select: polyak_rows_select(n, d, call.operands[0], call.operands[1], call.operands[2])
    case .unary(let function): function.rows(n, d, call.operands[0])
    case .binary(let function): function.rows(n, d, call.operands[0], call.operands[1])
    }
  }
}

/// How an elementwise operation is executed, by the scalar interpreter and over rows.
///
/// The four operations of arithmetic and selection have instructions of their own; every other function is called.
enum Primitive {
  case add, subtract, multiply, divide, select
  case unary(UnaryPrimitive)
  case binary(BinaryPrimitive)
}

/// A function of one number, and the same over a row: `rows(n, result, operand)`.
struct UnaryPrimitive: Sendable {
  let value: @convention(c) (Double) -> Double
  let rows: @convention(c) (Int, UnsafeMutablePointer<Double>?, UnsafePointer<Double>?) -> Void
}

/// A function of two numbers, and the same over rows.
struct BinaryPrimitive: Sendable {
  let value: @convention(c) (Double, Double) -> Double
  let rows: @convention(c) (Int, UnsafeMutablePointer<Double>?, UnsafePointer<Double>?, UnsafePointer<Double>?) -> Void
}
