internal import CKernels
internal import PolyakPlatform

/// A matrix as A = U diag(s) Vᵀ, thin: U is m×k, V is n×k, with k = min(m, n).
///
/// The values do not rise. Of a column of U and its opposite it is the one that `chooseSigns()` chooses; V's has
/// the sign that belongs to it.
public struct SingularValues: Sendable {
  /// s.
  public let values: [Double]
  /// The columns of U and of V, a row each.
  public let left: Matrix
  public let right: Matrix

  /// - Parameter poll: called now and then; what it throws ends the work.
  /// - Precondition: the matrix is finite.
  /// - Complexity: some 20mnk operations.
  public init(_ matrix: Matrix, poll: () throws -> Void) throws {
    try self.init(matrix, .of(rows: matrix.rows, columns: matrix.columns), poll: poll)
  }

  init(_ matrix: Matrix, _ route: FactorizationRoute, poll: () throws -> Void) throws {
    let (m, n) = (matrix.rows, matrix.columns)
    let k = min(m, n)
    let made = try route.run(operations: 20 * Double(m) * Double(n) * Double(k), poll: poll) { lapack in
      lapack.singularValues(matrix.elements, rows: m, columns: n)
    }
    var left: Matrix
    var right: Matrix
    if let made {
      values = made.s
      left = try Matrix(rows: m, columns: k, elements: made.u).transposed(poll: poll)
      right = Matrix(rows: k, columns: n, elements: made.vt)
    } else if m >= n {
      (values, left, right) = try Self.rotated(try matrix.transposed(poll: poll), poll: poll)
    } else {
      (values, right, left) = try Self.rotated(matrix, poll: poll)
    }
    for (i, isTurned) in left.chooseSigns().enumerated() where isTurned {
      for j in 0..<n { right[i, j] = -right[i, j] }
    }
    (self.left, self.right) = (left, right)
  }

  /// Hestenes' one-sided rotations of a matrix' columns, given in rows: once all are orthogonal to each other their
  /// lengths are the singular values (Golub and Van Loan, Matrix Computations, section 8.6.3).
  private static func rotated(
    _ columns: Matrix, poll: () throws -> Void
  ) throws -> (values: [Double], left: Matrix, right: Matrix) {
    let (n, m) = (columns.rows, columns.columns)
    let exponent = columns.elements.reduce(0) { max($0, $1.magnitude) }.exponentOfScale
    var a = columns.mapped { scalbn($0, Int32(-exponent)) }
    var v = Matrix.identity(n)
    for _ in 0..<60 {
      var isDone = true
      for p in 0..<n {
        try poll()
        for q in p + 1..<max(n, p + 1) where rotate(&a, &v, p, q) { isDone = false }
      }
      if isDone { break }
    }
    let lengths = (0..<n).map { a.row($0).norm() }
    let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }
    var left = Matrix(rows: n, columns: m)
    var right = Matrix(rows: n, columns: n)
    for (i, k) in order.enumerated() {
      right.elements.replaceSubrange(i * n..<(i + 1) * n, with: v.row(k))
      let column = lengths[k] > 0 ? a.row(k) / lengths[k] : orthogonalUnit(to: left, count: i)
      left.elements.replaceSubrange(i * m..<(i + 1) * m, with: column)
    }
    return (order.map { scalbn(lengths[$0], Int32(exponent)) }, left, right)
  }

  /// Makes columns p and q orthogonal; false where they are.
  private static func rotate(_ a: inout Matrix, _ v: inout Matrix, _ p: Int, _ q: Int) -> Bool {
    let (m, n) = (a.columns, v.columns)
    return a.elements.withUnsafeMutableBufferPointer { a in
      v.elements.withUnsafeMutableBufferPointer { v in
        guard let a = a.baseAddress, let v = v.baseAddress else { return false }
        let (x, y) = (a + p * m, a + q * m)
        var (α, β, γ) = (0.0, 0.0, 0.0)
        polyak_dot(m, 1, &α, x, x)
        polyak_dot(m, 1, &β, y, y)
        polyak_dot(m, 1, &γ, x, y)
        guard γ.magnitude > Double(m) * 0x1p-54 * (α * β).squareRoot(), γ != 0 else { return false }
        let ζ = (β - α) / (2 * γ)
        let t = (ζ < 0 ? -1 : 1) / (ζ.magnitude + polyak_hypot(1, ζ))
        let c = 1 / (1 + t * t).squareRoot()
        turn(m, x, y, c, t * c)
        turn(n, v + p * n, v + q * n, c, t * c)
        return true
      }
    }
  }

  private static func turn(
    _ count: Int, _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ c: Double, _ s: Double
  ) {
    for i in 0..<count { (x[i], y[i]) = (c * x[i] - s * y[i], s * x[i] + c * y[i]) }
  }

  /// A unit vector that is orthogonal to the first rows of a matrix: what is left of the unit vector that they span least.
  private static func orthogonalUnit(to rows: Matrix, count: Int) -> Vector {
    let m = rows.columns
    let spanned = (0..<m).map { j in (0..<count).reduce(0.0) { $0 + rows[$1, j] * rows[$1, j] } }
    var u = Vector(repeating: 0, count: m)
    u[spanned.indices.min { spanned[$0] < spanned[$1] } ?? 0] = 1
    for _ in 0..<2 { for i in 0..<count { u = u - rows.row(i) * rows.row(i).dot(u) } }
    return u / u.norm()
  }
}

extension SingularValues {
  /// How many values are above a tolerance, relative to the largest.
  public func rank(tolerance: Double) -> Int { values.prefix { $0 > tolerance * (values.first ?? 0) }.count }

  /// The X of least norm among those for which ‖AX − B‖ is least, column by column; values below the tolerance count as 0.
  ///
  /// - Precondition: B has as many rows as A.
  public func leastSquares(_ b: Matrix, tolerance: Double, poll: () throws -> Void) throws -> Matrix {
    let rank = rank(tolerance: tolerance)
    var coordinates = try left.product(b, poll: poll)
    for i in 0..<coordinates.rows {
      for j in 0..<b.columns { coordinates[i, j] = i < rank ? coordinates[i, j] / values[i] : 0 }
    }
    return try right.transposed(poll: poll).product(coordinates, poll: poll)
  }
}
