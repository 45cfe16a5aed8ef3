extension DiagonalProblem {
  /// How far w is from the implicit bias that Theorem 3.1 states: the part of
  ///
  ///     ¼ arcsinh(w/(2κ)) + φ − ¼ arcsinh(w(0)/(2κ(0)))
  ///
  /// outside X's row space, relative to the whole; 0 where w minimises Λ(w; κ) among the interpolants. The last term is
  /// there where w₊(0) ≠ w₋(0).
  ///
  /// - Parameters:
  ///   - κ: κ(∞), positive.
  ///   - φ: φ(∞); 0 if left out, and of no account at order 2, where it is in the row space.
  ///   - start: where the run began; of none if w(0) = 0.
  /// - Complexity: O(n²d).
  public func optimalityResidual(of w: Vector, kappa κ: Vector, phi φ: Vector? = nil, start: Vector? = nil) -> Double {
    let total = HyperbolicPotential.gradient(w, kappa: κ) + offset(phi: φ, start: start)
    let scale = total.norm()
    return scale == 0 ? 0 : RowSpace(x, y).outside(total).norm() / scale
  }

  /// φ − ¼ arcsinh(w(0)/(2κ(0))): what stands beside ∇Λ^GF.
  func offset(phi φ: Vector?, start: Vector?) -> Vector {
    var result = φ ?? Vector(repeating: 0, count: unknowns)
    if let start { result = result - HyperbolicPotential.gradient(predictor(start), kappa: kappa(start)) }
    return result
  }
}
