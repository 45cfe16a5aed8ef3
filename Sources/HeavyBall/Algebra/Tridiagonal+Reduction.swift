extension Tridiagonal {
  /// A symmetric matrix A as Q T Qᵀ, T tridiagonal, by Householder's reflections from the last row up: the last row and
  /// column of Q are those of the identity.
  ///
  /// - Precondition: the matrix is square and symmetric, with at least one row.
  /// - Complexity: O(n³).
  static func reduction(of a: Matrix) -> (tridiagonal: Tridiagonal, q: Matrix) { reduction(of: a) {} }

  /// - Parameter poll: called before each row; what it throws ends the work.
  static func reduction(of a: Matrix, poll: () throws -> Void) rethrows -> (tridiagonal: Tridiagonal, q: Matrix) {
    let n = a.rows
    var a = a
    var q = Matrix.identity(n)
    for i in stride(from: n - 1, to: 1, by: -1) {
      try poll()
      // The reflection of the first i coordinates that leaves of row i the entry beside the diagonal alone.
      var v = Vector((0..<i).map { a[i, $0] })
      guard v.dropLast().contains(where: { $0 != 0 }) else { continue }
      let length = v.norm()
      v[i - 1] += v[i - 1] < 0 ? -length : length
      v = v / v.norm()
      for row in 0..<n {
        a.reflect(row: row, v)
        q.reflect(row: row, v)
      }
      a = a.transposed()
      for row in 0..<n { a.reflect(row: row, v) }
    }
    return (
      Tridiagonal(diagonal: (0..<n).map { a[$0, $0] }, offDiagonal: (0..<n - 1).map { a[$0 + 1, $0] }), q
    )
  }
}

extension Matrix {
  /// The row's first coordinates minus twice their projection on a unit vector.
  fileprivate mutating func reflect(row: Int, _ v: Vector) {
    var projection = 0.0
    for j in 0..<v.count { projection += self[row, j] * v[j] }
    for j in 0..<v.count { self[row, j] -= 2 * projection * v[j] }
  }
}
