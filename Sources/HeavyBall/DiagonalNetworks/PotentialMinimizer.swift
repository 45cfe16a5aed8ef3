internal import Glibc

/// The w with the least Λ^GF(w; κ) + w·c among those with Xw = y.
///
/// Where ∇Λ^GF + c is a combination Bᵀλ of the rows of X, w_j = 2κ_j sinh(4(Bᵀλ − c)_j): Bw = t are as many equations
/// for λ, the gradient of a convex function, the dual. Newton's method solves them,
///
///     B diag(4v) Bᵀ Δλ = t − Bw,   v_j = √(w_j² + 4κ_j²),
///
/// damped by ln(1 + d)/d with d = 4·max_j|(BᵀΔλ)_j|: the third derivatives of the dual are at most 4 times the second
/// (|sinh| ≤ cosh), and for such a function this step always descends, and convergence is quadratic near the solution.
/// Sun and Tran-Dinh 2019, "Generalized self-concordant functions: a recipe for Newton-type methods".
///
/// As κ → 0 the condition of these equations grows like 1/κ, up to 1e300; a QR factorization of diag(√v)Bᵀ, its rows in
/// order of size, keeps the digits that solving them as they stand would lose.
public struct PotentialMinimizer {
  /// The minimiser.
  public let w: Vector
  /// Newton's steps.
  public let iterations: Int
  /// ‖Bw − t‖/max(‖t‖, smallest): what is left of the constraint.
  public let residual: Double
  /// Whether the residual came below the tolerance.
  public let converged: Bool

  public static let tolerance = 1e-12

  /// - Parameters:
  ///   - c: what stands beside ∇Λ^GF, see ``DiagonalProblem/offset(phi:start:)``.
  ///   - poll: called before each step; what it throws ends the search.
  /// - Precondition: κ is positive.
  /// - Complexity: O(r²d) a step for r independent rows.
  init(_ space: RowSpace, kappa κ: Vector, offset c: Vector, limit: Int = 500, poll: () throws -> Void = {}) throws {
    let (basis, target) = (space.basis, space.target)
    let logκ = κ.mapped { log($0) }
    var λ = Vector(repeating: 0, count: space.rank)
    var w = Self.point(basis.transposedProduct(λ) - c, logκ)
    var rest = target - basis * w.value
    let scale = max(target.norm(), .leastNormalMagnitude)
    var (iterations, previous) = (0, Double.infinity)
    // Below the tolerance steps go on while they help: the last one squares the error.
    while iterations < limit, rest.norm() > 0, !(previous <= Self.tolerance * scale && rest.norm() >= previous / 2) {
      try poll()
      previous = rest.norm()
      let qr = QRFactorization(Self.scaled(basis, w.slope), tolerance: 0)
      guard qr.rank == space.rank else { break }
      let step = qr.solveNormalEquations(rest)
      let d = 4 * basis.transposedProduct(step).norm(.infinity)
      guard d.isFinite else { break }
      λ = λ + step * (d < 1e-8 ? 1 : log1p(d) / d)
      w = Self.point(basis.transposedProduct(λ) - c, logκ)
      rest = target - basis * w.value
      iterations += 1
    }
    self.w = w.value
    self.iterations = iterations
    residual = rest.norm() / scale
    converged = residual <= Self.tolerance
  }

  /// diag(√s)Bᵀ with its rows in the order of s, the largest first.
  private static func scaled(_ basis: Matrix, _ s: Vector) -> Matrix {
    var result = Matrix(rows: basis.columns, columns: basis.rows)
    for (row, j) in s.indices.sorted(by: { s[$0] > s[$1] }).enumerated() {
      let root = s[j].squareRoot()
      for i in 0..<basis.rows { result[row, i] = root * basis[i, j] }
    }
    return result
  }

  /// 2κ sinh(4u) and its derivative by u, 8κ cosh(4u), by exponentials that do not overflow before the results do.
  private static func point(_ u: Vector, _ logκ: Vector) -> (value: Vector, slope: Vector) {
    var (value, slope) = (u, u)
    for j in u.indices {
      let (up, down) = (exp(4 * u[j] + logκ[j]), exp(-4 * u[j] + logκ[j]))
      value[j] = u[j].magnitude < 0.25 ? 2 * exp(logκ[j]) * sinh(4 * u[j]) : up - down
      slope[j] = 4 * (up + down)
    }
    return (value, slope)
  }
}

extension DiagonalProblem {
  /// Why there is no minimiser to be had.
  public enum MinimizationFailure: Error, Hashable {
    /// X has dependent rows and y does not depend in the same way.
    case inconsistent(rank: Int, equations: Int, distance: Double)
    case notConverged(iterations: Int, residual: Double)
  }

  /// argmin Λ^GF(w; κ) + w·φ − ¼ Σ w_j arcsinh(w_j(0)/(2κ_j(0))) subject to Xw = y: where Theorem 3.1 says that
  /// training ends.
  ///
  /// κ → 0 gives the interpolant of least ‖w‖₁, κ → ∞ that of least ‖w‖₂.
  ///
  /// - Precondition: κ is positive, and every vector has d coordinates, the start 2d.
  /// - Throws: ``MinimizationFailure``; what `poll` throws.
  public func minimizer(
    kappa κ: Vector, phi φ: Vector? = nil, start: Vector? = nil, poll: () throws -> Void = {}
  ) throws -> PotentialMinimizer {
    let space = RowSpace(x, y)
    guard space.isConsistent else {
      throw MinimizationFailure.inconsistent(
        rank: space.rank, equations: equations, distance: space.inconsistency)
    }
    let found = try PotentialMinimizer(space, kappa: κ, offset: offset(phi: φ, start: start), poll: poll)
    guard found.converged else {
      throw MinimizationFailure.notConverged(iterations: found.iterations, residual: found.residual)
    }
    return found
  }
}
