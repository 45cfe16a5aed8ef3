extension DiagonalProblem {
  /// How far w is from satisfying what Theorem 3.1 says of the end of training.
  public struct Optimality {
    /// The part of ¼ arcsinh(w/(2κ)) + φ − ¼ arcsinh(w(0)/(2κ(0))) outside X's row space, relative to the whole: 0 where
    /// no other interpolant near w has a smaller Λ.
    public let stationarity: Double
    /// ‖Xw − y‖/‖y‖: 0 for an interpolant.
    public let constraint: Double
  }

  /// The optimality conditions of argmin Λ(w; κ) + w·φ subject to Xw = y at a w. The last term of the first is there where
  /// w₊(0) ≠ w₋(0).
  ///
  /// - Parameters:
  ///   - κ: κ(∞), positive.
  ///   - φ: φ(∞); 0 if left out, and of no account at order 2, where it is in the row space.
  ///   - start: where the run began; of none if w(0) = 0.
  ///   - poll: called between parts of the work; what it throws ends it.
  /// - Complexity: O(n²d).
  public func optimality<E: Error>(
    of w: Vector, kappa κ: Vector, phi φ: Vector? = nil, start: Vector? = nil, poll: () throws(E) -> Void
  ) throws(E) -> Optimality {
    let total = HyperbolicPotential.gradient(w, kappa: κ) + offset(phi: φ, start: start)
    let scale = total.norm()
    let outside = try RowSpace(x, y, poll: poll).outside(total).norm()
    let rest = (x * w - y).norm()
    return Optimality(
      stationarity: scale == 0 ? 0 : outside / scale, constraint: rest == 0 ? 0 : rest / y.norm())
  }

  /// The stationarity alone.
  public func optimalityResidual(of w: Vector, kappa κ: Vector, phi φ: Vector? = nil, start: Vector? = nil) -> Double {
    optimality(of: w, kappa: κ, phi: φ, start: start) {}.stationarity
  }

  /// φ − ¼ arcsinh(w(0)/(2κ(0))): what stands beside ∇Λ^GF.
  func offset(phi φ: Vector?, start: Vector?) -> Vector {
    var result = φ ?? Vector(repeating: 0, count: unknowns)
    if let start { result = result - HyperbolicPotential.gradient(predictor(start), kappa: kappa(start)) }
    return result
  }
}
