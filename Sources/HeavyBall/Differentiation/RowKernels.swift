internal import CKernels

/// The kernels of one precision. Rows are raw pointers, so that one interpreter serves both.
struct RowKernels: Sendable {
  typealias Numbers = UnsafeRawPointer
  typealias Result = UnsafeMutableRawPointer
  typealias Rows1 = @convention(c) (Int, Result?, Numbers?) -> Void
  /// A function of one number, called for each.
  typealias RowsOfCalls = @convention(c) (Int, Result?, Numbers?, UnaryPrimitive.Function?) -> Void
  typealias Rows2 = @convention(c) (Int, Result?, Numbers?, Numbers?) -> Void
  typealias Rows3 = @convention(c) (Int, Result?, Numbers?, Numbers?, Numbers?) -> Void

  let add: Rows2, subtract: Rows2, multiply: Rows2, divide: Rows2
  let multiplyAdd: Rows3, multiplySubtract: Rows3, subtractProduct: Rows3, select: Rows3
  let addScaled: @convention(c) (Int, Result?, Double, Numbers?) -> Void
  let sum: @convention(c) (Int, Int, Result?, Numbers?) -> Void
  let sumColumns: @convention(c) (Int, Int, Int, Int, Result?, Numbers?) -> Void
  let dot: @convention(c) (Int, Int, Result?, Numbers?, Numbers?) -> Void
  let powerLogarithm: @convention(c) (Int, Int, Result?, Numbers?, Numbers?) -> Void
  let reciprocalPower: @convention(c) (Int, Int, Result?, Numbers?) -> Void
  let rowLargest: @convention(c) (Int, Int, Int, Result?, Numbers?) -> Void
  let sumRows: @convention(c) (Int, Int, Result?, Numbers?) -> Void
  let `repeat`: @convention(c) (Int, Int, Result?, Numbers?) -> Void
  let repeatEach: @convention(c) (Int, Int, Result?, Numbers?) -> Void
  let transpose: @convention(c) (Int, Int, Int, Result?, Numbers?) -> Void
  let gather: @convention(c) (Int, Int, Result?, Numbers?, UnsafePointer<Int32>?) -> Void
  let scatter: @convention(c) (Int, Int, Int, Result?, Numbers?, UnsafePointer<Int32>?) -> Void
  let cumulativeSum: @convention(c) (Int, Int, Int32, Result?, Numbers?) -> Void

  static func of(_ precision: Precision) -> RowKernels { precision == .double ? double : single }

  /// A row of calls of a function of one number.
  static let each: RowsOfCalls = polyak_rows_each, singleEach: RowsOfCalls = polyak_single_rows_each

  private static let double = RowKernels(
    add: polyak_rows_add, subtract: polyak_rows_subtract, multiply: polyak_rows_multiply, divide: polyak_rows_divide,
    multiplyAdd: polyak_rows_multiply_add, multiplySubtract: polyak_rows_multiply_subtract,
    subtractProduct: polyak_rows_subtract_product, select: polyak_rows_select, addScaled: polyak_rows_add_scaled,
    sum: polyak_sum, sumColumns: polyak_sum_columns, dot: polyak_dot, powerLogarithm: polyak_rows_power_logarithm,
    reciprocalPower: polyak_rows_reciprocal_power, rowLargest: polyak_row_largest, sumRows: polyak_sum_rows,
    repeat: polyak_repeat, repeatEach: polyak_repeat_each,
    transpose: polyak_transpose, gather: polyak_gather, scatter: polyak_scatter, cumulativeSum: polyak_cumulative_sum)

  private static let single = RowKernels(
    add: polyak_single_rows_add, subtract: polyak_single_rows_subtract, multiply: polyak_single_rows_multiply,
    divide: polyak_single_rows_divide, multiplyAdd: polyak_single_rows_multiply_add,
    multiplySubtract: polyak_single_rows_multiply_subtract, subtractProduct: polyak_single_rows_subtract_product,
    select: polyak_single_rows_select, addScaled: polyak_single_rows_add_scaled, sum: polyak_single_sum,
    sumColumns: polyak_single_sum_columns,
    dot: polyak_single_dot, powerLogarithm: polyak_single_rows_power_logarithm,
    reciprocalPower: polyak_single_rows_reciprocal_power, rowLargest: polyak_single_row_largest,
    sumRows: polyak_single_sum_rows, repeat: polyak_single_repeat, repeatEach: polyak_single_repeat_each,
    transpose: polyak_single_transpose, gather: polyak_single_gather,
    scatter: polyak_single_scatter, cumulativeSum: polyak_single_cumulative_sum)
}
