extension HeavyBallFlow {
  /// R of the form: see ``Radius``.
  public var radius: Double { method.radius(isInPhaseSpace: form == .phase) }

  /// r = η·max|λ|/R, λ the Hessian's eigenvalues at β and R the form's ``radius``: beyond 1 no flow of the form follows the
  /// method. Beyond the first-order forms' heavy ball oscillates, beyond phase space's it is about to leave.
  ///
  /// - Parameter k: the step whose η, µ and ν these are, 0 the first, where they change.
  public func validity(at β: Vector, step k: Int = 0) -> Double {
    validity(ofCurvature: objective.spectralRadius(at: β), step: k)
  }

  private func validity(ofCurvature λ: Double, step k: Int) -> Double {
    let method = coefficients.method(inStep: k + 1)
    return method.stepSize * λ / method.radius(isInPhaseSpace: form == .phase)
  }

  /// The same to two digits, which is cheaper: some ten products of the Hessian with vectors, at most 40, where there are
  /// more than 64 parameters.
  ///
  /// - Parameter poll: called before each product; what it throws ends the search.
  public func roughValidity(at β: Vector, step k: Int = 0, poll: () throws -> Void) rethrows -> Double {
    let found = try objective.spectralRadiusPairs(at: β, start: [], tolerance: 1e-2, iterations: 40, poll: poll)
    return validity(ofCurvature: found.values[0].magnitude, step: k)
  }
}
