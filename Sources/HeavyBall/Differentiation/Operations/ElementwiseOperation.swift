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
///
///     UnaryPrimitive { PolyakPlatform.cbrt($0) }     // a row is a loop of calls
struct UnaryPrimitive: Sendable {
  typealias Function = @convention(c) (Double) -> Double

  let value: Function
  /// Where a kernel is faster than a loop that calls the function for each number, in either precision.
  let kernels: (double: RowKernels.Rows1, single: RowKernels.Rows1)?
  /// What does the same without a call, in native code.
  let instruction: UnaryInstruction?

  init(_ value: @escaping Function) { (self.value, kernels, instruction) = (value, nil, nil) }

  init(
    value: @escaping Function, rows: @escaping RowKernels.Rows1, singleRows: @escaping RowKernels.Rows1,
    instruction: UnaryInstruction? = nil
  ) {
    (self.value, kernels, self.instruction) = (value, (rows, singleRows), instruction)
  }

  /// Over a row of doubles.
  func rows(_ n: Int, _ result: UnsafeMutableRawPointer, _ operand: UnsafeRawPointer) {
    if let kernels { kernels.double(n, result, operand) } else { RowKernels.each(n, result, operand, value) }
  }

  func step(_ precision: Precision) -> RowStep.Kernel {
    guard let kernels else { return .each(precision == .double ? RowKernels.each : RowKernels.singleEach, value) }
    return .one(precision == .double ? kernels.double : kernels.single)
  }
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
