internal import PolyakPlatform

extension Matrix {
  /// The eigenvalues of a symmetric matrix, in increasing order, and its unit eigenvectors, a row each.
  ///
  /// Of a vector and its opposite it is the one that `chooseSigns()` chooses.
  ///
  /// - Parameter poll: called now and then; what it throws ends the work.
  /// - Throws: ``MatrixFault`` where the matrix is not square or not symmetric.
  /// - Precondition: the matrix is finite.
  /// - Complexity: about 9n³ operations.
  public func symmetricEigenvectors(poll: () throws -> Void) throws -> (values: [Double], vectors: Matrix) {
    try symmetricEigenvectors(.of(rows: rows, columns: columns), poll: poll)
  }

  func symmetricEigenvectors(
    _ route: FactorizationRoute, poll: () throws -> Void
  ) throws -> (values: [Double], vectors: Matrix) {
    let symmetric = try symmetrized(poll: poll)
    let n = rows
    let made = try route.run(operations: 9 * pow(Double(n), 3), poll: poll) { lapack in
      var a = symmetric.elements
      return lapack.eigenvalues(&a, count: n).map { (values: $0, vectors: a) }
    }
    if let made {
      var vectors = Matrix(rows: n, columns: n, elements: made.vectors)
      _ = vectors.chooseSigns()
      return (made.values, vectors)
    }
    guard n > 0 else { return ([], symmetric) }
    // Of about size 1, so that no square in the reduction overflows.
    let exponent = symmetric.elements.reduce(0) { Swift.max($0, $1.magnitude) }.exponentOfScale
    let (tridiagonal, q) = try Tridiagonal.reduction(of: symmetric.mapped { scalbn($0, Int32(-exponent)) }, poll: poll)
    let (values, turned) = try tridiagonal.valuesWithVectors(poll: poll)
    let order = values.indices.sorted { values[$0] < values[$1] }
    // A = QTQᵀ, and T's vectors stand in rows.
    let all = try Matrix(rows: n, columns: n, elements: turned).product(q.transposed(), poll: poll)
    var vectors = Matrix(rows: n, columns: n)
    for (i, k) in order.enumerated() {
      vectors.elements.replaceSubrange(i * n..<(i + 1) * n, with: all.elements[k * n..<(k + 1) * n])
    }
    _ = vectors.chooseSigns()
    return (order.map { scalbn(values[$0], Int32(exponent)) }, vectors)
  }
}

extension Double {
  /// The exponent of a number that others are divided by; 0 of 0.
  var exponentOfScale: Int { self == 0 ? 0 : Swift.min(Swift.max(Int(exponent), -1000), 1000) }
}
