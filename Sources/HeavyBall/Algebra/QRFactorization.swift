internal import CKernels

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

  /// - Parameters:
  ///   - tolerance: what of the largest diagonal entry of R counts as 0; max(m, n)·ε if left out. 0 for a matrix whose
  ///     rows are of very different sizes and stand in the order of their sizes, the largest first: its R is right row by
  ///     row (Cox and Higham 1998), and small entries are not rounding.
  ///   - poll: called before each column; what it throws ends the work.
  /// - Precondition: the matrix is finite.
  public init<E: Error>(_ matrix: Matrix, tolerance: Double? = nil, poll: () throws(E) -> Void) throws(E) {
    let (m, n) = (matrix.rows, matrix.columns)
    (rows, columns) = (m, n)
    factors = matrix.transposed().elements
    scales = Array(repeating: 0, count: min(m, n))
    order = Array(0..<n)
    var largest = 0.0
    let threshold = tolerance ?? Double(max(m, n)) * Double.ulpOfOne
    var lengths = (0..<n).map { length(ofColumn: $0, from: 0) }
    var exact = lengths
    for k in 0..<min(m, n) {
      try poll()
      var best = k
      for j in k..<n where lengths[j] > lengths[best] { best = j }
      if best > k { exchange(k, best, &lengths, &exact) }
      let length = length(ofColumn: k, from: k)
      largest = max(largest, length)
      if length <= threshold * largest || length == 0 { break }
      rank += 1
      reflect(k, length)
      shorten(k, &lengths, &exact)
    }
  }

  /// The same, for those who need not be asked on the way.
  public init(_ matrix: Matrix, tolerance: Double? = nil) { self.init(matrix, tolerance: tolerance) {} }

  private func length(ofColumn j: Int, from i: Int) -> Double { Vector(factors[j * rows + i..<(j + 1) * rows]).norm() }

  private mutating func exchange(_ j: Int, _ k: Int, _ lengths: inout [Double], _ exact: inout [Double]) {
    order.swapAt(j, k)
    lengths.swapAt(j, k)
    exact.swapAt(j, k)
    for i in 0..<rows { factors.swapAt(j * rows + i, k * rows + i) }
  }

  /// The lengths of the columns behind k without row k, from those with it; anew where too many digits have been lost
  /// (Drmač and Bujanović 2008).
  private func shorten(_ k: Int, _ lengths: inout [Double], _ exact: inout [Double]) {
    for j in k + 1..<max(columns, k + 1) where lengths[j] > 0 {
      let part = factors[j * rows + k] / lengths[j]
      let rest = max(0, (1 - part) * (1 + part))
      let lost = lengths[j] / exact[j]
      if rest * lost * lost <= 1e-8 {
        lengths[j] = length(ofColumn: j, from: k + 1)
        exact[j] = lengths[j]
      } else {
        lengths[j] *= rest.squareRoot()
      }
    }
  }

  /// Makes column k zero below the diagonal, by the reflection 1 − s·vvᵀ with v_k = 1.
  private mutating func reflect(_ k: Int, _ length: Double) {
    let (m, n) = (rows, columns)
    let pivot = factors[k * m + k]
    let diagonal = pivot > 0 ? -length : length
    scales[k] = (diagonal - pivot) / diagonal
    for i in k + 1..<max(m, k + 1) { factors[k * m + i] /= pivot - diagonal }
    factors[k * m + k] = diagonal
    let (s, below) = (scales[k], m - k - 1)
    factors.withUnsafeMutableBufferPointer { buffer in
      // Columns of at least one row, apart from each other.
      guard let a = buffer.baseAddress else { return }
      let v = a + k * m + k + 1
      for j in k + 1..<max(n, k + 1) {
        let column = a + j * m + k
        var sum = 0.0
        polyak_dot(below, 1, &sum, v, column + 1)
        sum = (sum + column[0]) * s
        column[0] -= sum
        polyak_rows_add_scaled(below, column + 1, -sum, v)
      }
    }
  }

  /// Entry (i, j) of R, i ≤ j.
  func upper(_ i: Int, _ j: Int) -> Double { factors[j * rows + i] }

  /// The first ``rank`` columns of Q: an orthonormal basis of the space that A's columns span, a row each.
  ///
  /// - Parameter poll: called before each row; what it throws ends the work.
  public func basis<E: Error>(poll: () throws(E) -> Void) throws(E) -> Matrix {
    var result = Matrix(rows: rank, columns: rows)
    for c in 0..<rank {
      try poll()
      var v = Array(repeating: 0.0, count: rows)
      v[c] = 1
      v.withUnsafeMutableBufferPointer { v in
        factors.withUnsafeBufferPointer { a in
          // Both have as many elements as there are rows.
          guard let v = v.baseAddress, let a = a.baseAddress else { return }
          for k in (0...c).reversed() {
            let below = rows - k - 1
            var sum = 0.0
            polyak_dot(below, 1, &sum, a + k * rows + k + 1, v + k + 1)
            sum = (sum + v[k]) * scales[k]
            v[k] -= sum
            polyak_rows_add_scaled(below, v + k + 1, -sum, a + k * rows + k + 1)
          }
        }
      }
      result.elements.replaceSubrange(c * rows..<(c + 1) * rows, with: v)
    }
    return result
  }

  /// The same, for those who need not be asked on the way.
  public func basis() -> Matrix { basis {} }

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
