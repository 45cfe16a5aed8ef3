/// One call of a row kernel, with every address known.
///
/// Element by element: any part of the rows may be computed at any time, see ``RowBlock``.
struct RowStep: BitwiseCopyable {
  enum Kernel: BitwiseCopyable {
    case one(RowKernels.Rows1)
    case each(RowKernels.RowsOfCalls, UnaryPrimitive.Function)
    case two(RowKernels.Rows2)
    case three(RowKernels.Rows3)
  }

  let kernel: Kernel
  /// The numbers in a row.
  let count: Int
  let stride: Int
  var result: UnsafeMutableRawPointer
  /// As many as the kernel reads, the first of them again in the other places.
  var operands: (UnsafeRawPointer, UnsafeRawPointer, UnsafeRawPointer)
  /// Bytes from one element to the next; 0 of an operand that is one number over and over and is there for a block alone.
  let advances: (Int, Int, Int)

  init(
    _ kernel: Kernel, _ precision: Precision, count: Int, result: UnsafeMutableRawPointer, operands: [UnsafeRawPointer],
    isRepeated: [Bool] = []
  ) {
    self.kernel = kernel
    self.count = count
    stride = precision.stride
    self.result = result
    let at = { (i: Int) in operands[i < operands.count ? i : 0] }
    let advance = { (i: Int) in i < isRepeated.count && isRepeated[i] ? 0 : precision.stride }
    self.operands = (at(0), at(1), at(2))
    advances = (advance(0), advance(1), advance(2))
  }

  /// That of an elementwise operation.
  init(
    _ primitive: Primitive, _ precision: Precision, count: Int, result: UnsafeMutableRawPointer,
    operands: [UnsafeRawPointer], isRepeated: [Bool] = []
  ) {
    let kernels = RowKernels.of(precision)
    let kernel: Kernel =
      switch primitive {
      case .add: .two(kernels.add)
      case .subtract: .two(kernels.subtract)
      case .multiply: .two(kernels.multiply)
      case .divide: .two(kernels.divide)
      case .select: .three(kernels.select)
      case .unary(let function): function.step(precision)
      case .binary(let function): .two(function.rows(precision))
      }
    self.init(kernel, precision, count: count, result: result, operands: operands, isRepeated: isRepeated)
  }

  @inline(__always)
  func run() {
    switch kernel {
    case .one(let rows): rows(count, result, operands.0)
    case .each(let rows, let function): rows(count, result, operands.0, function)
    case .two(let rows): rows(count, result, operands.0, operands.1)
    case .three(let rows): rows(count, result, operands.0, operands.1, operands.2)
    }
  }

  /// For some of the elements alone.
  @inline(__always)
  func run(from first: Int, count: Int) {
    let d = result + first * stride
    let a = operands.0 + first * advances.0
    switch kernel {
    case .one(let rows): rows(count, d, a)
    case .each(let rows, let function): rows(count, d, a, function)
    case .two(let rows): rows(count, d, a, operands.1 + first * advances.1)
    case .three(let rows): rows(count, d, a, operands.1 + first * advances.1, operands.2 + first * advances.2)
    }
  }
}

extension RowStep {
  /// For the first elements, however many they are: an operand that is one number over and over is no longer than a
  /// block.
  func runInBlocks(count: Int) {
    if advances.0 > 0, advances.1 > 0, advances.2 > 0 {
      run(from: 0, count: count)
      return
    }
    for first in Swift.stride(from: 0, to: count, by: RowBlock.length) {
      run(from: first, count: min(RowBlock.length, count - first))
    }
  }
}

/// Row steps on long rows, made a part of the rows at a time, which stays in the nearest cache from one step to the next.
struct RowBlock {
  /// Numbers in a part, and in a repeated operand.
  static let length = 2048

  private let steps: UnsafeMutableBufferPointer<RowStep>
  /// What threads share.
  private let shares: Parts

  /// - Precondition: the steps' rows have one length, and where rows overlap they are the same.
  init(_ steps: [RowStep]) {
    self.steps = .allocate(capacity: steps.count)
    _ = self.steps.initialize(from: steps)
    let worth = Self.worthSharing / steps.reduce(0) { $0 + $1.cost }
    shares = Parts(of: steps[0].count, wanted: 64, shortest: max(worth, Self.length), unit: Self.length)
  }

  /// About how many numbers, or a tenth of so many values of functions, are worth a share: some five microseconds.
  private static let worthSharing = 16384

  func run() {
    guard shares.count > 1 else {
      run(shares[0])
      return
    }
    var block = self
    withUnsafeMutablePointer(to: &block) {
      Threads.run(parts: shares.count, $0) { block, i, _ in
        guard let block = block?.assumingMemoryBound(to: RowBlock.self).pointee else { return }
        block.run(block.shares[i])
      }
    }
  }

  private func run(_ share: Range<Int>) {
    var first = share.lowerBound
    while first < share.upperBound {
      let part = min(Self.length, share.upperBound - first)
      for step in steps { step.run(from: first, count: part) }
      first += part
    }
  }

  func deallocate() { steps.deallocate() }

  /// Whether a step can be made in parts together with others: what rows they have in common are the same rows.
  static func canJoin(_ steps: [RowStep], _ step: RowStep) -> Bool {
    guard let first = steps.first else { return true }
    guard first.count == step.count else { return false }
    return steps.allSatisfy { other in
      step.rows.allSatisfy { row in other.rows.allSatisfy { row == $0 || !row.overlaps($0) } }
    }
  }
}

extension RowStep {
  /// About how long an element takes, as a multiple of an addition's time.
  fileprivate var cost: Int {
    switch kernel {
    case .two, .three: 1
    case .one, .each: 8
    }
  }

  /// The addresses of its rows, the result's first.
  fileprivate var rows: [Range<UInt>] {
    let bytes = UInt(count * stride)
    let row = { (address: UnsafeRawPointer) in UInt(bitPattern: address)..<UInt(bitPattern: address) + bytes }
    var rows = [row(UnsafeRawPointer(result))]
    if advances.0 > 0 { rows.append(row(operands.0)) }
    if advances.1 > 0 { rows.append(row(operands.1)) }
    if advances.2 > 0 { rows.append(row(operands.2)) }
    return rows
  }
}
