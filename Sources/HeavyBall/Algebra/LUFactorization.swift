/// A square matrix as a product of triangular ones, PA = LU, with partial pivoting.
///
///     let lu = LUFactorization(Matrix([[0, 2], [1, 1]]))
///     lu?.solve([2, 3])           // [2.0, 1.0]
///     lu?.determinant             // -2.0
///
/// The largest entry of what is left of a column is its pivot, so that no entry of L exceeds 1. This keeps rounding
/// small but for contrived matrices: Golub and Van Loan, Matrix Computations, section 3.4.
///
/// - Complexity: 2n³/3 operations to factorize, 2n² to solve.
public struct LUFactorization: Sendable {
  private var factors: Matrix
  private var pivots: [Int]

  /// The factors of a matrix, nil where it is singular or not finite.
  ///
  /// - Precondition: the matrix is square.
  public init?(_ matrix: Matrix) {
    precondition(matrix.rows == matrix.columns, "factors of a \(matrix.rows)x\(matrix.columns) matrix")
    factors = matrix
    pivots = Array(repeating: 0, count: matrix.rows)
    let isRegular = factors.elements.withUnsafeMutableBufferPointer { a in
      pivots.withUnsafeMutableBufferPointer { p in
        guard let a = a.baseAddress, let p = p.baseAddress else { return true }
        return Self.factorize(a, count: matrix.rows, pivots: p)
      }
    }
    if !isRegular { return nil }
  }

  /// The x with Ax = b.
  ///
  /// - Precondition: b has as many elements as A has rows.
  public func solve(_ b: Vector) -> Vector {
    precondition(b.count == factors.rows, "\(b.count) right sides for \(factors.rows) equations")
    var x = b
    x.elements.withUnsafeMutableBufferPointer { x in
      factors.elements.withUnsafeBufferPointer { a in
        pivots.withUnsafeBufferPointer { p in
          guard let a = a.baseAddress, let p = p.baseAddress, let x = x.baseAddress else { return }
          Self.solve(a, count: factors.rows, pivots: p, x)
        }
      }
    }
    return x
  }

  /// The product of the pivots, with the sign of the interchanges.
  public var determinant: Double {
    pivots.indices.reduce(1) { $0 * factors[$1, $1] * (pivots[$1] == $1 ? 1 : -1) }
  }
}

/// The same in memory that is there already, for matrices that are factorized again and again.
extension LUFactorization {
  /// Puts L below the diagonal and U on and above it; row k was exchanged with row pivots[k].
  ///
  /// - Returns: whether every pivot is finite and not zero.
  static func factorize(_ a: UnsafeMutablePointer<Double>, count n: Int, pivots: UnsafeMutablePointer<Int>) -> Bool {
    factorize(a, count: n, pivots: pivots) { () throws(Never) in }
  }

  /// - Parameter poll: called before each column; what it throws ends the work.
  static func factorize<E: Error>(
    _ a: UnsafeMutablePointer<Double>, count n: Int, pivots: UnsafeMutablePointer<Int>, poll: () throws(E) -> Void
  ) throws(E) -> Bool {
    for k in 0..<n {
      try poll()
      var p = k
      for i in k + 1..<max(n, k + 1) where a[i * n + k].magnitude > a[p * n + k].magnitude { p = i }
      pivots[k] = p
      let pivot = a[p * n + k]
      guard pivot != 0, pivot.isFinite else { return false }
      if p != k {
        for j in 0..<n { (a[k * n + j], a[p * n + j]) = (a[p * n + j], a[k * n + j]) }
      }
      for i in k + 1..<max(n, k + 1) {
        let factor = a[i * n + k] / pivot
        a[i * n + k] = factor
        if factor == 0 { continue }
        for j in k + 1..<n { a[i * n + j] -= factor * a[k * n + j] }
      }
    }
    return true
  }

  /// Replaces b by the solution.
  static func solve(
    _ a: UnsafePointer<Double>, count n: Int, pivots: UnsafePointer<Int>, _ b: UnsafeMutablePointer<Double>
  ) {
    for k in 0..<n where pivots[k] != k { (b[k], b[pivots[k]]) = (b[pivots[k]], b[k]) }
    for i in 0..<n {
      var sum = b[i]
      for j in 0..<i { sum -= a[i * n + j] * b[j] }
      b[i] = sum
    }
    for i in (0..<n).reversed() {
      var sum = b[i]
      for j in i + 1..<max(n, i + 1) { sum -= a[i * n + j] * b[j] }
      b[i] = sum / a[i * n + i]
    }
  }

  /// Replaces b by the solution of Aᵀx = b.
  static func solveTransposed(
    _ a: UnsafePointer<Double>, count n: Int, pivots: UnsafePointer<Int>, _ b: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<n {
      b[i] /= a[i * n + i]
      for j in i + 1..<max(n, i + 1) { b[j] -= a[i * n + j] * b[i] }
    }
    for i in (0..<n).reversed() { for j in 0..<i { b[j] -= a[i * n + j] * b[i] } }
    for k in (0..<n).reversed() where pivots[k] != k { (b[k], b[pivots[k]]) = (b[pivots[k]], b[k]) }
  }
}
