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
  /// - Precondition: κ is positive, and every vector has d coordinates, the start 2d, of a positive κ.
  /// - Throws: ``MinimizationFailure``; what `poll` throws.
  public func minimizer(
    kappa κ: Vector, phi φ: Vector? = nil, start: Vector? = nil, poll: () throws -> Void = {}
  ) throws -> PotentialMinimizer {
    let space = try RowSpace(x, y, poll: poll)
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
