extension Objective {
  /// The largest modulus of the Hessian's eigenvalues at β; NaN where a product is not finite.
  ///
  /// Up to 64 parameters to rounding. Beyond, ``sharpness(at:_:poll:)`` with a residual of 1e-8, which leaves about ten
  /// digits right unless the spectrum is dense at its end: then 300 products may leave fewer.
  public func spectralRadius(at β: Vector) -> Double { spectralRadiusPairs(at: β, start: []) {}.values[0].magnitude }

  /// The same with its eigenvector, from one that is near it.
  func spectralRadiusPairs(at β: Vector, start: [Vector], poll: () throws -> Void) rethrows -> Eigenpairs {
    var options = EigenpairOptions()
    options.order = .modulus
    options.tolerance = 1e-8
    options.iterations = 300
    options.start = start
    return try sharpness(at: β, options, poll: poll)
  }
}
