/// The space that the rows of X span, by an orthonormal basis, and the interpolants Xw = y seen in it.
public struct RowSpace: Sendable {
  /// B, an orthonormal basis, a row each; as many rows as X has independent ones.
  let basis: Matrix
  /// The t for which Xw = y is Bw = t, of a y that is consistent.
  let target: Vector
  /// ‖Xw − y‖/‖y‖ of the w that comes nearest to y, each equation divided by its row's length: rounding where there is an
  /// interpolant.
  public let inconsistency: Double
  /// The number of X's rows.
  public let equations: Int

  /// How many rows of X are independent.
  public var rank: Int { basis.rows }
  /// Whether there is an interpolant, to rounding.
  public var isConsistent: Bool { inconsistency <= 1e-10 }

  /// Each equation is divided by the length of its row first: how large it is written has no part in which depend.
  ///
  /// - Parameter poll: called between parts of the work; what it throws ends it.
  /// - Complexity: O(nd·min(n, d)).
  public init<E: Error>(_ x: Matrix, _ y: Vector, poll: () throws(E) -> Void) throws(E) {
    equations = x.rows
    var (x, y) = (x, y)
    for i in 0..<x.rows {
      let length = x.row(i).norm()
      guard length > 0 else { continue }
      for j in 0..<x.columns { x[i, j] /= length }
      y[i] /= length
    }
    // Xᵀ Π = QR: with the columns of Q as the basis, the first rank equations are R₁ᵀ(Bw) = Πᵀy.
    let qr = try QRFactorization(x.transposed(), poll: poll)
    basis = try qr.basis(poll: poll)
    if qr.rank == x.rows {
      target = qr.solveTransposed(y)
      inconsistency = 0
    } else {
      // Of the equations that depend on others, those of the pivots alone would be taken at their word; the nearest
      // point to y of X's column space decides instead.
      let q = try QRFactorization(x, poll: poll).basis(poll: poll)
      let nearest = q.transposedProduct(q * y)
      target = qr.solveTransposed(nearest)
      let scale = y.norm()
      inconsistency = scale == 0 ? 0 : (y - nearest).norm() / scale
    }
  }

  /// The same, for those who need not be asked on the way.
  public init(_ x: Matrix, _ y: Vector) { self.init(x, y) {} }

  /// The part of v that is no combination of rows of X.
  public func outside(_ v: Vector) -> Vector {
    // Twice, so that rounding of the first pass does not stay in a small remainder.
    var rest = v
    for _ in 0..<2 { rest = rest - basis.transposedProduct(basis * rest) }
    return rest
  }
}
