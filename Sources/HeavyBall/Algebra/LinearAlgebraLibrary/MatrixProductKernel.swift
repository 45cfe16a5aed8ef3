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
  if route != .builtIn, let library = LinearAlgebraLibrary.library,
    library.multiply(
      shape, left, right, into: result, threads: route == .threads ? LinearAlgebraLibrary.threads : 1)
  {
    return
  }
  multiplyMatricesByBuiltInKernel(shape, left, right, into: result)
}

/// The same in either precision.
func multiplyMatrices(
  _ shape: MatrixProductShape, _ precision: Precision, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer,
  into result: UnsafeMutableRawPointer
) {
  switch precision {
  case .double:
    multiplyMatrices(
      shape, left.assumingMemoryBound(to: Double.self), right.assumingMemoryBound(to: Double.self),
      into: result.assumingMemoryBound(to: Double.self))
  case .single:
    multiplyMatrices(
      shape, left.assumingMemoryBound(to: Float.self), right.assumingMemoryBound(to: Float.self),
      into: result.assumingMemoryBound(to: Float.self))
  }
}

/// C = op(A)·op(B) of singles: by the library wherever there is one, since the built-in kernel is only to do without it.
func multiplyMatrices(
  _ shape: MatrixProductShape,
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>
) {
  // Of vectors they take as long as reading and writing the numbers does, whoever makes them.
  let isOfVectors = shape.inner == 1 || shape.rows == 1 || shape.columns == 1
  let route = isOfVectors ? .builtIn : MatrixProductRoute.of(shape)
  if route != .builtIn, let library = LinearAlgebraLibrary.library,
    library.multiply(
      shape, left, right, into: result, threads: route == .threads ? LinearAlgebraLibrary.threads : 1)
  {
    return
  }
  polyak_single_matrix_product(
    shape.rows, shape.inner, shape.columns, shape.transposeLeft ? 1 : 0, shape.transposeRight ? 1 : 0,
    left, right, result)
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
