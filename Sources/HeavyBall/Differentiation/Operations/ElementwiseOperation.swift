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
    let operands = (0..<call.operandCount).map { call.operands[$0] }
    RowStep(Self.primitive, call.precision, count: call.rowLength, result: call.result, operands: operands).run()
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

/// A function of one number, and the same over a row in either precision: `rows(n, result, operand)`.
struct UnaryPrimitive: Sendable {
  let value: @convention(c) (Double) -> Double
  let rows: RowKernels.Rows1
  let singleRows: RowKernels.Rows1
  /// What does the same without a call, in native code.
  var instruction: UnaryInstruction?

  func rows(_ precision: Precision) -> RowKernels.Rows1 { precision == .double ? rows : singleRows }
}

/// The functions of one number that a processor has instructions for: a few of them at most.
enum UnaryInstruction: Sendable {
  case negate, absolute, squareRoot, sign
}

/// A function of two numbers, and the same over rows.
struct BinaryPrimitive: Sendable {
  let value: @convention(c) (Double, Double) -> Double
  let rows: RowKernels.Rows2
  let singleRows: RowKernels.Rows2

  func rows(_ precision: Precision) -> RowKernels.Rows2 { precision == .double ? rows : singleRows }
}
