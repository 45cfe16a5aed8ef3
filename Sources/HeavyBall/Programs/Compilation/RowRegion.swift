/// Steps of a ``TensorCode`` carried out together for some rows at a time, by threads that share the rows: what one step
/// makes is still in a near cache when the next one reads it, and is nowhere else where nothing outside reads it.
///
/// The rows are cut at fixed places, so that the bits do not depend on the number of threads. Of a single point.
struct RowRegion {
  /// Where a value is.
  struct Place: BitwiseCopyable {
    /// Of the first row; nil among the numbers that a thread has for a part of the rows.
    var base: UnsafeMutableRawPointer?
    /// Bytes from the base; there of a value in front of it.
    var offset = 0
    /// Bytes from one row to the next; 0 of what is read as a whole.
    var row = 0

    @inline(__always)
    func address(_ first: Int, _ working: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
      base.map { $0 + first * row } ?? working + offset
    }
  }

  struct Step: BitwiseCopyable {
    enum Kind: BitwiseCopyable {
      case rows(RowStep)
      case product(MatrixProductShape)
      /// That of the region's operations.
      case operation(Int)
    }

    let kind: Kind
    let result: Place
    let operands: (Place, Place, Place)
    /// The numbers in a row of the result, and of the first operand.
    let width: Int
    let operandWidth: Int
  }

  private let precision: Precision
  private let rows: Int
  /// How many rows are made at a time.
  private let part: Int
  private let steps: UnsafeMutableBufferPointer<Step>
  private let operations: [any RowwiseOperation]
  private let hasProducts: Bool
  private let working: UnsafeMutableRawPointer
  private let workingBytes: Int
  private let threads: Int

  /// What a part of the rows is to take at most, of a second-level cache; and how many they are at least and at most.
  private static let cached = 384 * 1024
  private static let shortest = 32, longest = 256

  /// - Parameters:
  ///   - workingCount: the numbers of a row that a thread keeps for itself.
  ///   - address: of a value that is not among these.
  init(
    _ instructions: ArraySlice<TensorInstruction>, rows: Int, workingCount: Int, _ precision: Precision,
    address: (TensorPlace) -> UnsafeMutableRawPointer
  ) {
    let stride = precision.stride
    let width = { (shape: Shape) in shape.count / rows }
    let touched = instructions.reduce(workingCount) { $0 + ($1.result.workingRows == 0 ? width($1.shape) : 0) }
    let fitting = Self.cached / max(touched * stride, 1) / 16 * 16
    let part = min(max(fitting, Self.shortest), Self.longest)
    var operations: [any RowwiseOperation] = []
    var steps: [Step] = []
    for instruction in instructions {
      func place(_ value: TensorPlace, _ shape: Shape, isByRow: Bool) -> Place {
        if value.workingRows > 0 { return Place(offset: value.start * part * stride) }
        return Place(base: address(value), row: isByRow && !value.isRepeated ? width(shape) * stride : 0)
      }
      let operands = instruction.operands.indices.map { i in
        place(
          instruction.operands[i], instruction.operandShapes[i], isByRow: instruction.action.takesRows(ofOperand: i))
      }
      let result = place(instruction.result, instruction.shape, isByRow: true)
      // Addresses are put in for each part: those here are any.
      let anywhere = operands.map { UnsafeRawPointer($0.base ?? address(TensorPlace(start: 0))) }
      let kind: Step.Kind
      switch TensorStep.of(instruction, precision, anywhere, result: address(TensorPlace(start: 0)), members: 1)?.first {
      case .rows(let row): kind = .rows(row)
      case .product(let shape, _, _, _, _): kind = .product(shape)
      default:
        guard case .operation(let operation) = instruction.action, let rowwise = operation as? any RowwiseOperation
        else { preconditionFailure("a region is of operations on rows") }
        operations.append(rowwise)
        kind = .operation(operations.count - 1)
      }
      let at = { (i: Int) in operands[i < operands.count ? i : 0] }
      steps.append(
        Step(
          kind: kind, result: result, operands: (at(0), at(1), at(2)), width: width(instruction.shape),
          operandWidth: instruction.operandShapes[0].count / rows))
    }
    (self.precision, self.rows, self.part, self.operations) = (precision, rows, part, operations)
    self.steps = .allocate(capacity: steps.count)
    _ = self.steps.initialize(from: steps)
    hasProducts = steps.contains { if case .product = $0.kind { true } else { false } }
    threads = Threads.count
    workingBytes = (max(workingCount, 1) * part * stride + 63) / 64 * 64
    working = alignedMemory(bytes: workingBytes * threads)
  }

  func run() {
    // Once for all parts, which then change nothing of the library.
    if hasProducts { _ = LinearAlgebraLibrary.library?.use(1) }
    var region = self
    withUnsafeMutablePointer(to: &region) {
      Threads.run(
        parts: (rows + part - 1) / part, most: hasProducts ? min(threads, LinearAlgebraLibrary.usableThreads) : threads, $0
      ) { region, i, thread in
        region?.assumingMemoryBound(to: RowRegion.self).pointee.make(i, Int(thread))
      }
    }
  }

  private func make(_ number: Int, _ thread: Int) {
    let first = number * part
    let count = min(part, rows - first)
    let working = working + thread * workingBytes
    for step in steps {
      let result = step.result.address(first, working)
      let a = UnsafeRawPointer(step.operands.0.address(first, working))
      switch step.kind {
      case .rows(var row):
        row.result = result
        row.operands = (
          a, UnsafeRawPointer(step.operands.1.address(first, working)),
          UnsafeRawPointer(step.operands.2.address(first, working))
        )
        row.runInBlocks(count: count * step.width)
      case .product(var shape):
        shape.rows = count
        let route = MatrixProductRoute.of(shape)
        MatrixPanels(
          shape, precision, a, UnsafeRawPointer(step.operands.1.address(first, working)), into: result,
          route == .panels ? .library : route
        ).run()
      case .operation(let i):
        operations[i].makeRows(
          count, width: step.width, operandWidth: step.operandWidth, precision, result: result, operand: a)
      }
    }
  }

  func deallocate() {
    steps.deallocate()
    working.deallocate()
  }
}
