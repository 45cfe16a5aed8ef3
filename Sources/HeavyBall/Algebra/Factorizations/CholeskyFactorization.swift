internal import CKernels
internal import PolyakPlatform

extension Matrix {
  /// The lower triangular L with A = LLᵀ and a positive diagonal, of a symmetric positive definite matrix.
  ///
  ///     try Matrix([[4, 2], [2, 5]]).choleskyFactor {}     // 2 0, 1 2
  ///
  /// - Parameter poll: called now and then; what it throws ends the work.
  /// - Throws: ``MatrixFault`` where A is not square, not symmetric, or not positive definite.
  /// - Complexity: n³/3 operations.
  public func choleskyFactor(poll: () throws -> Void) throws -> Matrix {
    try choleskyFactor(.of(rows: rows, columns: columns), poll: poll)
  }

  func choleskyFactor(_ route: FactorizationRoute, poll: () throws -> Void) throws -> Matrix {
    let symmetric = try symmetrized(poll: poll)
    let n = rows
    let made = try route.run(operations: pow(Double(n), 3) / 3, poll: poll) { lapack in
      var a = symmetric.elements
      let minor = lapack.cholesky(&a, count: n)
      return (minor: minor, factor: a)
    }
    var factor = Matrix(rows: n, columns: n)
    if let made {
      guard made.minor == 0 else { throw MatrixFault.notPositiveDefinite(minor: made.minor) }
      // U stored column after column is L row after row.
      for i in 0..<n { for j in 0...i { factor[i, j] = made.factor[i * n + j] } }
      return factor
    }
    for i in 0..<n {
      try poll()
      try factor.elements.withUnsafeMutableBufferPointer { l in
        guard let l = l.baseAddress else { return }
        for j in 0...i {
          var sum = 0.0
          polyak_dot(j, 1, &sum, l + i * n, l + j * n)
          let rest = symmetric[i, j] - sum
          if i != j {
            l[i * n + j] = rest / l[j * n + j]
          } else if rest > 0 {
            l[i * n + i] = rest.squareRoot()
          } else {
            throw MatrixFault.notPositiveDefinite(minor: i + 1)
          }
        }
      }
    }
    return factor
  }
}
