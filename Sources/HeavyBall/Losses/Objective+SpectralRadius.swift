extension Objective {
  /// The largest modulus of the Hessian's eigenvalues at β; NaN where a product is not finite.
  ///
  /// Up to 64 parameters to rounding. Beyond, ``sharpness(at:_:poll:)`` with a residual of 1e-8, which leaves about ten
  /// digits right unless the spectrum is dense at its end: then 300 products may leave fewer. In single precision the
  /// residual is 1e-4, below which rounding does not let it come.
  public func spectralRadius(at β: Vector) -> Double { spectralRadiusPairs(at: β, start: []) {}.values[0].magnitude }

  /// The same with its eigenvector, from one that is near it.
  func spectralRadiusPairs(
    at β: Vector, start: [Vector], tolerance: Double? = nil, iterations: Int = 300, poll: () throws -> Void
  ) rethrows -> Eigenpairs {
    var options = EigenpairOptions(precision: precision)
    options.order = .modulus
    options.tolerance = tolerance ?? (precision == .double ? 1e-8 : options.tolerance)
    options.iterations = iterations
    options.start = start
    return try sharpness(at: β, options, poll: poll)
  }
}
