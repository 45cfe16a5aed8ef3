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
/// As κ → 0 the condition of these equations grows like 1/κ; a QR factorization of diag(√v)Bᵀ, its rows in order of
/// size, keeps the digits that solving them as they stand would lose, and `HyperbolicPoint` those of w. Of 40 equations
/// for 100 unknowns with a sparse solution, κ = 1e-10 takes 17 steps, 1e-100 some 500, for which equations matter has to
/// be found one after another; below 1e-250 rounding leaves nothing, and the search does not converge.
public struct PotentialMinimizer {
  /// The minimiser.
  public let w: Vector
  /// Newton's steps.
  public let iterations: Int
  /// What is left of the constraint, ‖Bw − t‖/(‖t‖ + ‖w‖): the equations divided by the lengths of their rows.
  public let residual: Double
  /// Whether the residual came below the tolerance.
  public let converged: Bool

  public static let tolerance = 1e-12

  /// - Parameters:
  ///   - c: what stands beside ∇Λ^GF, see ``DiagonalProblem/offset(phi:start:)``.
  ///   - poll: called between parts of the work; what it throws ends the search.
  /// - Precondition: κ is positive.
  /// - Complexity: O(r²d) a step for r independent rows.
  init<E: Error>(
    _ space: RowSpace, kappa κ: Vector, offset c: Vector, limit: Int = 2000, poll: () throws(E) -> Void
  ) throws(E) {
    let (basis, target) = (space.basis, space.target)
    var point = HyperbolicPoint(at: -c, kappa: κ)
    var rest = target - basis * point.w
    /// How large the residual may be: that of rounding w's numbers is beyond Newton's reach.
    func scale() -> Double { max(target.norm() + point.w.norm(), .leastNormalMagnitude) }
    var (iterations, previous) = (0, Double.infinity)
    // Below the tolerance steps go on while they help: the last one squares the error.
    while iterations < limit, rest.norm() > 0, !(previous <= Self.tolerance * scale() && rest.norm() >= previous / 2) {
      previous = rest.norm()
      let qr = try QRFactorization(Self.scaled(basis, point.slope), tolerance: 0, poll: poll)
      guard qr.rank == space.rank else { break }
      let step = basis.transposedProduct(qr.solveNormalEquations(rest))
      let d = 4 * step.norm(.infinity)
      guard d.isFinite else { break }
      point.move(by: step * (d < 1e-8 ? 1 : Elementary.log1p(d) / d))
      rest = target - basis * point.w
      iterations += 1
    }
    w = point.w
    self.iterations = iterations
    residual = rest.norm() / scale()
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
}

/// w_j = 2κ_j sinh(4u_j) and 4v_j = 8κ_j cosh(4u_j), its derivative by u_j, kept accurate while u moves.
///
/// Where κ is tiny 4u and ln κ are large and nearly cancel in κ exp(4u): the halves κ exp(±4u) are multiplied by
/// exp(±4Δu) at each move instead of being made anew. Where u is small they would cancel in w, which is made from u.
private struct HyperbolicPoint {
  private let kappa: Vector
  private var u: Vector
  private var up: Vector
  private var down: Vector
  private(set) var w: Vector
  /// ∂w/∂u.
  private(set) var slope: Vector

  init(at u: Vector, kappa κ: Vector) {
    kappa = κ
    self.u = u
    up = u.combined(with: κ) { Elementary.exp(4 * $0 + Elementary.log($1)) }
    down = u.combined(with: κ) { Elementary.exp(-4 * $0 + Elementary.log($1)) }
    (w, slope) = (u, u)
    evaluate()
  }

  mutating func move(by step: Vector) {
    for j in u.indices {
      u[j] += step[j]
      up[j] *= Elementary.exp(4 * step[j])
      down[j] *= Elementary.exp(-4 * step[j])
    }
    evaluate()
  }

  private mutating func evaluate() {
    for j in u.indices {
      if u[j].magnitude < 0.25 {
        up[j] = kappa[j] * Elementary.exp(4 * u[j])
        down[j] = kappa[j] * Elementary.exp(-4 * u[j])
        w[j] = 2 * kappa[j] * Elementary.sinh(4 * u[j])
      } else {
        w[j] = up[j] - down[j]
      }
      slope[j] = 4 * (up[j] + down[j])
    }
  }
}
