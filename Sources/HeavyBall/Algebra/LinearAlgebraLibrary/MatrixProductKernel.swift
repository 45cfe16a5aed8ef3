internal import CKernels

/// The sizes and layout of a product C = op(A)·op(B), with C rows×columns, all matrices stored row after row.
struct MatrixProductShape: Hashable, Sendable {
  var rows: Int
  var inner: Int
  var columns: Int
  /// A is stored as inner×rows.
  var transposeLeft = false
  /// B is stored as columns×inner.
  var transposeRight = false
}

/// C = op(A)·op(B): the one place every matrix product passes through. See ``LinearAlgebraLibrary``.
///
/// - Complexity: O(rows · inner · columns).
func multiplyMatrices(
  _ shape: MatrixProductShape,
  _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>
) {
  let route = MatrixProductRoute.of(shape)
  if route != .builtIn, let library = LinearAlgebraLibrary.library {
    library.multiply(shape, left, right, into: result,
      threads: route == .threads ? LinearAlgebraLibrary.threads : 1)
  } else {
    multiplyMatricesByBuiltInKernel(shape, left, right, into: result)
  }
}

/// C = op(A)·op(B) without a library.
func multiplyMatricesByBuiltInKernel(
  _ shape: MatrixProductShape,
  _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>
) {
  polyak_matrix_product(
    shape.rows, shape.inner, shape.columns, shape.transposeLeft ? 1 : 0, shape.transposeRight ? 1 : 0,
    left, right, result)
}
