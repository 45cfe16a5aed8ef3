extension Matrix {
  /// The eigenvalues of a symmetric matrix, in increasing order, by Jacobi's rotations.
  ///
  /// Accurate to rounding relative to the largest one. Only the upper triangle is read.
  ///
  /// - Precondition: the matrix is square and finite.
  /// - Complexity: O(n³) a sweep, of which there are seldom more than ten.
  public func symmetricEigenvalues() -> [Double] {
    precondition(rows == columns, "eigenvalues of a \(rows)x\(columns) matrix")
    var a = self
    for i in 0..<rows { for j in 0..<i { a[i, j] = a[j, i] } }
    let scale = a.elements.reduce(0) { Swift.max($0, $1.magnitude) }
    for _ in 0..<60 {
      var largest = 0.0
      for p in 0..<rows {
        for q in p + 1..<Swift.max(rows, p + 1) {
          largest = Swift.max(largest, a[p, q].magnitude)
          a.rotate(p, q)
        }
      }
      if largest <= 1e-17 * scale { break }
    }
    return (0..<rows).map { a[$0, $0] }.sorted()
  }

  /// Golub and Van Loan, Matrix Computations, algorithm 8.5.1: the rotation that makes entry (p, q) zero.
  private mutating func rotate(_ p: Int, _ q: Int) {
    guard self[p, q] != 0 else { return }
    let τ = (self[q, q] - self[p, p]) / (2 * self[p, q])
    let t = (τ >= 0 ? 1 : -1) / (τ.magnitude + (1 + τ * τ).squareRoot())
    let c = 1 / (1 + t * t).squareRoot()
    let s = t * c
    for k in 0..<rows {
      let (x, y) = (self[k, p], self[k, q])
      self[k, p] = c * x - s * y
      self[k, q] = s * x + c * y
    }
    for k in 0..<rows {
      let (x, y) = (self[p, k], self[q, k])
      self[p, k] = c * x - s * y
      self[q, k] = s * x + c * y
    }
  }
}
