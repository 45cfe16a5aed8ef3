/// Why a complementarity problem has no solution that was found.
public enum ComplementarityFault: Error, Hashable {
  /// A number of it is not finite.
  case notFinite
  /// No X makes A(X) + B semidefinite, or X would be more than 10⁹ times the size of B over that of A.
  case noSolution
  /// A is not positive semidefinite, its least eigenvalue is this, and no solution was found.
  case indefinite(leastEigenvalue: Double)
}

/// The semidefinite complementarity problem of a few rows: symmetric X with
///
///     X ⪰ 0,   M = A(X) + B ⪰ 0,   ⟨X, M⟩ = 0.
///
/// Where A is positive semidefinite these are the conditions of the least ½⟨X, A(X)⟩ + ⟨B, X⟩ on X ⪰ 0; A(X) is the same for all
/// solutions, and X where A is definite. Of several it is the limit of those with XM = ε²I.
///
///     let problem = SemidefiniteComplementarity(linear: Matrix([[2]]), constant: Matrix([[-3]]))
///     try problem.solution()          // 1.5: max(0, −B/A)
///
/// The equation solved is X + M − √((X − M)² + 4ε²I) = 0, which for ε > 0 says that X and M are definite and XM = ε²I, by Newton's
/// method along ε → 0 (the smoothing of Chen and Harker, and Kanzow; for matrices X. Chen and P. Tseng, Non-interior continuation
/// methods for solving semidefinite complementarity problems, Mathematical Programming 95 (2003)). With Y = X − M = Q diag(y) Qᵀ,
/// sᵢ = √(yᵢ² + 4ε²), cᵢⱼ = (yᵢ+yⱼ)/(sᵢ+sⱼ) a step D has in Q's coordinates (1−c)∘D + (1+c)∘A(D) = −F. At ε = 0 it is Newton's method
/// on the faces that X and M are on, quadratic where one of the two has each direction.
///
/// - Complexity: some ten steps of r⁶/3 operations for r rows, at r = 8 half a million each.
public struct SemidefiniteComplementarity {
  private let operation: Matrix
  private let constant: Matrix
  private let coordinates: SymmetricCoordinates

  /// - Parameters:
  ///   - A: by the coordinates of symmetric matrices in which the inner product is the usual one: (0,0), √2·(1,0), (1,1),
  ///     √2·(2,0), …; of r(r+1)/2 rows, symmetric.
  ///   - B: symmetric, of r rows.
  public init(linear A: Matrix, constant B: Matrix) {
    coordinates = SymmetricCoordinates(size: B.rows)
    precondition(
      B.rows == B.columns && A.rows == coordinates.count && A.columns == coordinates.count,
      "a map of symmetric matrices of \(B.rows) rows")
    (operation, constant) = (A, B)
  }

  /// At most so many steps.
  private static let mostSteps = 100
  /// How large X may become, in units of B's size over A's.
  private static let largest = 1e9

  /// X.
  public func solution() throws(ComplementarityFault) -> Matrix {
    let r = coordinates.size
    guard operation.isFinite, constant.isFinite else { throw .notFinite }
    let curvatures = constant.symmetricEigenvalues()
    guard let least = curvatures.first, let most = curvatures.last, least < 0 else { return Matrix(rows: r, columns: r) }
    let size = operation.elements.reduce(0) { max($0, $1.magnitude) }
    guard size > 0 else { throw .noSolution }
    let bound = max(-least, most)
    guard let x = scaled(by: size, bound).solved() else { throw fault(size) }
    return coordinates.matrix(x * (bound / size))
  }

  private func fault(_ size: Double) -> ComplementarityFault {
    let least = operation.symmetricEigenvalues().first ?? 0
    return least < -1e-12 * size ? .indefinite(leastEigenvalue: least) : .noSolution
  }

  private func scaled(by size: Double, _ bound: Double) -> SemidefiniteComplementarity {
    let (n, r) = (coordinates.count, coordinates.size)
    return SemidefiniteComplementarity(
      linear: Matrix(rows: n, columns: n, elements: operation.elements.map { $0 / size }),
      constant: Matrix(rows: r, columns: r, elements: constant.elements.map { $0 / bound }))
  }

  /// The equation at a point: F, what is needed of X − M, and |F|.
  private struct Residual {
    let eigenvalues: [Double]
    /// A column for each eigenvector.
    let basis: Matrix
    let roots: [Double]
    /// F in the basis.
    let value: Vector
    let norm: Double
  }

  private func residual(at x: Vector, smoothing ε: Double) -> Residual {
    let (X, M) = (coordinates.matrix(x), coordinates.matrix(operation * x + coordinates.vector(constant)))
    let r = coordinates.size
    func combined(_ sign: Double) -> Matrix {
      Matrix(rows: r, columns: r, elements: zip(X.elements, M.elements).map { $0 + sign * $1 })
    }
    let (y, rows) = combined(-1).symmetricEigenpairs()
    let s = y.map { ($0 * $0 + 4 * ε * ε).squareRoot() }
    let basis = rows.transposed()
    var turned = rows * combined(1) * basis
    for i in 0..<r { turned[i, i] -= s[i] }
    let value = coordinates.vector(turned)
    return Residual(eigenvalues: y, basis: basis, roots: s, value: value, norm: value.norm())
  }

  /// The step of Newton's method in coordinates, nil where there is none.
  private func step(from f: Residual) -> Vector? {
    let turning = coordinates.turning(by: f.basis)
    var system = turning * operation * turning.transposed()
    for (k, (i, j)) in coordinates.pairs.enumerated() {
      let whole = f.roots[i] + f.roots[j]
      let c = whole > 0 ? (f.eigenvalues[i] + f.eigenvalues[j]) / whole : 0
      for l in 0..<coordinates.count { system[k, l] *= 1 + c }
      // Along what A does not feel nothing else is left of the equation when ε has gone.
      system[k, k] += 1 - c + 1e-13
    }
    return LUFactorization(system).map { turning.transposed() * $0.solve(f.value * -1) }
  }

  /// The solution of a problem whose numbers are about 1, in coordinates; nil where there is none.
  private func solved() -> Vector? {
    var (ε, x) = (1.0, coordinates.vector(.identity(coordinates.size)))
    var steps = 0
    while true {
      var f = residual(at: x, smoothing: ε)
      while f.norm > max(0.3 * ε, 1e-14 * (1 + x.norm())) {
        steps += 1
        guard steps <= Self.mostSteps, let direction = step(from: f) else { return nil }
        guard let (next, there) = shortened(direction, from: x, f, smoothing: ε) else {
          // Rounding alone is left.
          if f.norm <= 1e-11 * (1 + x.norm()) { break }
          return nil
        }
        (x, f) = (next, there)
        if !(x.norm() < Self.largest) { return nil }
      }
      if ε == 0 { return x }
      // Below this the smoothing is no longer in the numbers.
      let next = min(0.2 * ε, max(f.norm, 0.1 * ε * ε.squareRoot()))
      ε = next < 1e-15 ? 0 : next
    }
  }

  /// As much of a step as makes F smaller; nil where nothing does.
  private func shortened(
    _ direction: Vector, from x: Vector, _ f: Residual, smoothing ε: Double
  ) -> (Vector, Residual)? {
    var t = 1.0
    while t > 1e-6 {
      let next = x + direction * t
      let there = residual(at: next, smoothing: ε)
      if there.norm <= (1 - 1e-4 * t) * f.norm { return (next, there) }
      t /= 2
    }
    return nil
  }
}
