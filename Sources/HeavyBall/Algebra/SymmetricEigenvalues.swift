extension Matrix {
  /// The eigenvalues of a symmetric matrix, in increasing order, by Jacobi's rotations.
  ///
  /// Accurate to rounding relative to the largest one. Only the upper triangle is read.
  ///
  /// - Precondition: the matrix is square and finite.
  /// - Complexity: O(n³) a sweep, of which there are seldom more than ten.
  public func symmetricEigenvalues() -> [Double] {
    var none: Matrix?
    return diagonalized(turning: &none).sorted()
  }

  /// The same with unit eigenvectors, a row each, orthogonal to rounding also where eigenvalues are equal.
  ///
  ///     let (values, vectors) = Matrix([[2, 1], [1, 2]]).symmetricEigenpairs()
  ///     values             // [1, 3]
  ///     vectors.row(1)     // [0.707, 0.707], or its opposite
  public func symmetricEigenpairs() -> (values: [Double], vectors: Matrix) {
    var turned: Matrix? = .identity(rows)
    let values = diagonalized(turning: &turned)
    let order = values.indices.sorted { values[$0] < values[$1] }
    return (order.map { values[$0] }, Matrix(order.map { (turned ?? self).row($0).elements }))
  }

  static func identity(_ n: Int) -> Matrix {
    var result = Matrix(rows: n, columns: n)
    for i in 0..<n { result[i, i] = 1 }
    return result
  }

  /// The eigenvalues in no order; the rows of another matrix take part in the rotations.
  private func diagonalized(turning vectors: inout Matrix?) -> [Double] {
    precondition(rows == columns, "eigenvalues of a \(rows)x\(columns) matrix")
    var a = self
    for i in 0..<rows { for j in 0..<i { a[i, j] = a[j, i] } }
    let scale = a.elements.reduce(0) { Swift.max($0, $1.magnitude) }
    for _ in 0..<60 {
      var largest = 0.0
      for p in 0..<rows {
        for q in p + 1..<Swift.max(rows, p + 1) {
          largest = Swift.max(largest, a[p, q].magnitude)
          guard let (c, s) = a.rotation(p, q) else { continue }
          a.turnColumns(p, q, c, s)
          a.turnRows(p, q, c, s)
          vectors?.turnRows(p, q, c, s)
        }
      }
      if largest <= 1e-17 * scale { break }
    }
    return (0..<rows).map { a[$0, $0] }
  }

  /// Golub and Van Loan, Matrix Computations, algorithm 8.5.1: the rotation that makes entry (p, q) zero; nil where it is.
  private func rotation(_ p: Int, _ q: Int) -> (c: Double, s: Double)? {
    guard self[p, q] != 0 else { return nil }
    let τ = (self[q, q] - self[p, p]) / (2 * self[p, q])
    let t = (τ >= 0 ? 1 : -1) / (τ.magnitude + (1 + τ * τ).squareRoot())
    let c = 1 / (1 + t * t).squareRoot()
    return (c, t * c)
  }

  private mutating func turnColumns(_ p: Int, _ q: Int, _ c: Double, _ s: Double) {
    let (rows, columns) = (rows, columns)
    elements.withUnsafeMutableBufferPointer { a in
      for k in 0..<rows {
        let (i, j) = (k * columns + p, k * columns + q)
        let (x, y) = (a[i], a[j])
        a[i] = c * x - s * y
        a[j] = s * x + c * y
      }
    }
  }

  private mutating func turnRows(_ p: Int, _ q: Int, _ c: Double, _ s: Double) {
    let columns = columns
    elements.withUnsafeMutableBufferPointer { a in
      for k in 0..<columns {
        let (i, j) = (p * columns + k, q * columns + k)
        let (x, y) = (a[i], a[j])
        a[i] = c * x - s * y
        a[j] = s * x + c * y
      }
    }
  }
}
