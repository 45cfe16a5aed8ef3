/// The sizes and layout of a product C = op(A)·op(B), with C rows×columns, all matrices stored row after row.
struct MatrixProductShape: Hashable, Sendable {
  var rows: Int
  var inner: Int
  var columns: Int
  /// A is stored as inner×rows.
  var transposeLeft = false
  /// B is stored as columns×inner.
  var transposeRight = false

  /// The numbers in a row of A and of B as they are stored.
  var leftRow: Int { transposeLeft ? rows : inner }
  var rightRow: Int { transposeRight ? inner : columns }
}

/// C = op(A)·op(B): the one place every matrix product passes through. See ``LinearAlgebraLibrary``.
///
/// - Complexity: O(rows · inner · columns).
func multiplyMatrices(
  _ shape: MatrixProductShape, _ precision: Precision, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer,
  into result: UnsafeMutableRawPointer
) {
  MatrixPanels(shape, precision, left, right, into: result, MatrixProductRoute.of(shape)).run()
}

/// The same of doubles.
func multiplyMatrices(
  _ shape: MatrixProductShape,
  _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>
) {
  multiplyMatrices(shape, .double, left, right, into: result)
}

/// The same of singles.
func multiplyMatrices(
  _ shape: MatrixProductShape,
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>
) {
  multiplyMatrices(shape, .single, left, right, into: result)
}
