internal import CKernels
internal import PolyakPlatform

extension Matrix {
  /// Q with orthonormal columns and the upper triangular R with A = QR, of an m×n matrix: Q is m×k, R is k×n, with
  /// k = min(m, n), and R's diagonal is not negative, so that a matrix of full column rank has one such pair.
  ///
  /// - Parameter poll: called now and then; what it throws ends the work.
  /// - Precondition: the matrix is finite.
  /// - Complexity: 4mnk operations.
  public func thinQR(poll: () throws -> Void) throws -> (q: Matrix, r: Matrix) {
    try thinQR(.of(rows: rows, columns: columns), poll: poll)
  }

  func thinQR(_ route: FactorizationRoute, poll: () throws -> Void) throws -> (q: Matrix, r: Matrix) {
    let (m, n) = (rows, columns)
    let k = Swift.min(m, n)
    let byColumns = try transposed(poll: poll).elements
    let made = try route.run(operations: 4 * Double(m) * Double(n) * Double(k), poll: poll) { lapack in
      var a = byColumns
      let r = lapack.orthogonalize(&a, rows: m, columns: n)
      return (q: Array(a.prefix(m * k)), r: r)
    }
    var (q, r) = try made ?? Self.reflected(byColumns, m, n, poll: poll)
    for i in 0..<k where r[i * n + i] < 0 {
      for j in i..<n { r[i * n + j] = -r[i * n + j] }
      for j in 0..<m { q[i * m + j] = -q[i * m + j] }
    }
    return (
      try Matrix(rows: k, columns: m, elements: q).transposed(poll: poll), Matrix(rows: k, columns: n, elements: r)
    )
  }

  /// Householder's reflections 1 − s·vvᵀ, v_j = 1, of the columns one after another: Q's columns one after another, and
  /// R's rows.
  private static func reflected(
    _ byColumns: [Double], _ m: Int, _ n: Int, poll: () throws -> Void
  ) throws -> (q: [Double], r: [Double]) {
    let k = Swift.min(m, n)
    var (a, q) = (byColumns, Array(repeating: 0.0, count: m * k))
    var (scales, diagonal) = (Array(repeating: 0.0, count: k), Array(repeating: 0.0, count: k))
    for j in 0..<k { q[j * m + j] = 1 }
    for j in 0..<k {
      try poll()
      let length = Vector(a[j * m + j..<(j + 1) * m]).norm()
      guard length > 0 else { continue }
      let pivot = a[j * m + j]
      diagonal[j] = pivot > 0 ? -length : length
      scales[j] = (diagonal[j] - pivot) / diagonal[j]
      for i in j + 1..<Swift.max(m, j + 1) { a[j * m + i] /= pivot - diagonal[j] }
      a[j * m + j] = 1
      reflect(&a, j, scales[j], columns: j + 1..<Swift.max(n, j + 1), height: m)
    }
    for j in (0..<k).reversed() {
      try poll()
      let v = Array(a[j * m + j..<(j + 1) * m])
      reflect(&q, j, scales[j], columns: j..<k, height: m, by: v)
    }
    var r = Array(repeating: 0.0, count: k * n)
    for i in 0..<k { for j in i..<n { r[i * n + j] = i == j ? diagonal[i] : a[j * m + i] } }
    return (q, r)
  }

  /// The reflection of some columns, from row j on; its vector is column j, or another.
  private static func reflect(
    _ a: inout [Double], _ j: Int, _ scale: Double, columns: Range<Int>, height m: Int, by vector: [Double]? = nil
  ) {
    guard scale != 0 else { return }
    let v = vector ?? Array(a[j * m + j..<(j + 1) * m])
    a.withUnsafeMutableBufferPointer { a in
      // As many elements as the vector has stand from there on.
      guard let a = a.baseAddress else { return }
      for c in columns {
        let column = a + c * m + j
        var sum = 0.0
        polyak_dot(v.count, 1, &sum, v, column)
        polyak_rows_add_scaled(v.count, column, -sum * scale, v)
      }
    }
  }
}
