/// A matrix as a product of one with orthonormal columns and a triangular one, AΠ = QR, with column pivoting.
///
///     let qr = QRFactorization(Matrix([[1, 2], [2, 4], [0, 0]]))
///     qr.rank                     // 1: the second column is twice the first
///
/// By Householder's reflections; of the columns that are left the longest comes next, so that the diagonal of R falls
/// and shows the rank (Golub and Van Loan, Matrix Computations, algorithm 5.4.1).
///
/// - Complexity: O(mn·min(m, n)) for an m×n matrix.
public struct QRFactorization: Sendable {
  public let rows: Int
  public let columns: Int
  /// How many diagonal entries of R exceed the tolerance times the largest.
  public private(set) var rank = 0
  /// Columns of A, in the order of R's columns.
  public private(set) var order: [Int]
  /// R on and above the diagonal, the reflections' vectors below it, column after column.
  private var factors: [Double]
  private var scales: [Double]

  /// - Parameter tolerance: what of the largest diagonal entry of R counts as 0; max(m, n)·ε if left out. 0 for a matrix
  ///   whose rows are of very different sizes and stand in the order of their sizes, the largest first: its R is right
  ///   row by row (Cox and Higham 1998), and small entries are not rounding.
  /// - Precondition: the matrix is finite.
  public init(_ matrix: Matrix, tolerance: Double? = nil) {
    let (m, n) = (matrix.rows, matrix.columns)
    (rows, columns) = (m, n)
    factors = matrix.transposed().elements
    scales = Array(repeating: 0, count: min(m, n))
    order = Array(0..<n)
    var largest = 0.0
    let threshold = tolerance ?? Double(max(m, n)) * Double.ulpOfOne
    for k in 0..<min(m, n) {
      let squares = (k..<n).map { j in Self.norm(factors[j * m + k..<(j + 1) * m]) }
      var best = 0
      for (i, x) in squares.enumerated() where x > squares[best] { best = i }
      if best > 0 {
        order.swapAt(k, k + best)
        for i in 0..<m { factors.swapAt(k * m + i, (k + best) * m + i) }
      }
      let length = squares[best]
      largest = max(largest, length)
      if length <= threshold * largest || length == 0 { break }
      rank += 1
      reflect(k, length)
    }
  }

  private static func norm(_ column: ArraySlice<Double>) -> Double { Vector(column).norm() }

  /// Makes column k zero below the diagonal, by the reflection 1 − s·vvᵀ with v_k = 1.
  private mutating func reflect(_ k: Int, _ length: Double) {
    let (m, n) = (rows, columns)
    let pivot = factors[k * m + k]
    let diagonal = pivot > 0 ? -length : length
    scales[k] = (diagonal - pivot) / diagonal
    for i in k + 1..<max(m, k + 1) { factors[k * m + i] /= pivot - diagonal }
    factors[k * m + k] = diagonal
    let s = scales[k]
    factors.withUnsafeMutableBufferPointer { a in
      for j in k + 1..<max(n, k + 1) {
        var sum = a[j * m + k]
        for i in k + 1..<max(m, k + 1) { sum += a[k * m + i] * a[j * m + i] }
        sum *= s
        a[j * m + k] -= sum
        for i in k + 1..<max(m, k + 1) { a[j * m + i] -= sum * a[k * m + i] }
      }
    }
  }

  /// Entry (i, j) of R, i ≤ j.
  func upper(_ i: Int, _ j: Int) -> Double { factors[j * rows + i] }

  /// The first ``rank`` columns of Q: an orthonormal basis of the space that A's columns span, a row each.
  public func basis() -> Matrix {
    var result = Matrix(rows: rank, columns: rows)
    for c in 0..<rank {
      var v = Array(repeating: 0.0, count: rows)
      v[c] = 1
      for k in (0..<rank).reversed() {
        var sum = v[k]
        for i in k + 1..<max(rows, k + 1) { sum += factors[k * rows + i] * v[i] }
        sum *= scales[k]
        v[k] -= sum
        for i in k + 1..<max(rows, k + 1) { v[i] -= sum * factors[k * rows + i] }
      }
      for i in 0..<rows { result[c, i] = v[i] }
    }
    return result
  }

  /// The x with AᵀAx = b, by R alone: RᵀR(Πᵀx) = Πᵀb, the corrected seminormal equations' first step.
  ///
  /// - Precondition: A has full column rank, b a coordinate for each column.
  func solveNormalEquations(_ b: Vector) -> Vector {
    precondition(rank == columns && b.count == columns, "normal equations of a matrix of full column rank")
    let n = columns
    var z = order.map { b[$0] }
    for i in 0..<n {
      for j in 0..<i { z[i] -= upper(j, i) * z[j] }
      z[i] /= upper(i, i)
    }
    for i in (0..<n).reversed() {
      for j in i + 1..<max(n, i + 1) { z[i] -= upper(i, j) * z[j] }
      z[i] /= upper(i, i)
    }
    var x = Vector(repeating: 0, count: n)
    for (k, j) in order.enumerated() { x[j] = z[k] }
    return x
  }

  /// The z with the first ``rank`` rows and columns of Rᵀ z = Πᵀb.
  func solveTransposed(_ b: Vector) -> Vector {
    var z = order.prefix(rank).map { b[$0] }
    for i in 0..<rank {
      for j in 0..<i { z[i] -= upper(j, i) * z[j] }
      z[i] /= upper(i, i)
    }
    return Vector(z)
  }
}
