/// An operation of one operand, each row of whose result needs the same row of the operand alone, or an operand without
/// such rows: what can be made for some rows at a time. See ``RowRegion``.
protocol RowwiseOperation: Operation {
  /// What a row of the result is made from, nil where it takes all of the operand's rows.
  var rowSource: RowSource? { get }

  /// Makes some rows of the result, for a single point.
  ///
  /// - Parameters:
  ///   - rows: how many, with `width` numbers each.
  ///   - operand: the first of the rows that they are made from, `operandWidth` numbers each; the whole operand where it
  ///     has no such rows.
  func makeRows(
    _ rows: Int, width: Int, operandWidth: Int, _ precision: Precision, result: UnsafeMutableRawPointer,
    operand: UnsafeRawPointer)
}

enum RowSource {
  case row, whole
}

extension RowLargest: RowwiseOperation {
  var rowSource: RowSource? { .row }

  func makeRows(
    _ rows: Int, width: Int, operandWidth: Int, _ precision: Precision, result: UnsafeMutableRawPointer,
    operand: UnsafeRawPointer
  ) {
    RowKernels.of(precision).rowLargest(rows, operandWidth, 1, result, operand)
  }
}

extension Broadcast: RowwiseOperation {
  var rowSource: RowSource? { .whole }

  func makeRows(
    _ rows: Int, width: Int, operandWidth: Int, _ precision: Precision, result: UnsafeMutableRawPointer,
    operand: UnsafeRawPointer
  ) {
    RowKernels.of(precision).repeat(rows * width, 1, result, operand)
  }
}

extension AxisSums: RowwiseOperation {
  var rowSource: RowSource? { axis == .rows ? .row : nil }

  func makeRows(
    _ rows: Int, width: Int, operandWidth: Int, _ precision: Precision, result: UnsafeMutableRawPointer,
    operand: UnsafeRawPointer
  ) {
    RowKernels.of(precision).sumRows(rows, operandWidth, result, operand)
  }
}

extension Replicate: RowwiseOperation {
  var rowSource: RowSource? { axis == .rows ? .row : .whole }

  func makeRows(
    _ rows: Int, width: Int, operandWidth: Int, _ precision: Precision, result: UnsafeMutableRawPointer,
    operand: UnsafeRawPointer
  ) {
    if axis == .rows {
      RowKernels.of(precision).repeatEach(rows, width, result, operand)
    } else {
      let stride = precision.stride
      for i in 0..<rows { (result + i * width * stride).copyMemory(from: operand, byteCount: width * stride) }
    }
  }
}
