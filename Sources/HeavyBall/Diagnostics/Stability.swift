/// How far a method of the momentum family is from its edge of stability at a point.
///
///     let heavyBall = MomentumFamily(stepSize: 0.05, momentum: 0.9, lookahead: 0)
///     let found = Stability(of: heavyBall, on: objective, at: β) {}
///     found.ratio        // the sharpness over 2(1+µ)/η
///     found.steps        // how many steps until it is 1, as things go now
public struct Stability {
  public let threshold: StabilityThreshold
  /// The Hessian's largest eigenvalue; NaN where the Hessian is not finite.
  public let sharpness: Double
  /// The eigenpairs above the fraction of the threshold.
  public let modes: Modes
  /// d sharpness/dt along the rescaled gradient flow β′ = −∇L/(1−µ): −u·D³L[u, ∇L]/(1−µ) of the sharpest direction u. Of equal
  /// largest eigenvalues it is the fastest's, beyond 64 parameters where they are above the fraction.
  public let rate: Double
  private let stepSize: Double

  public var ratio: Double { sharpness / threshold.curvature }
  /// Until the sharpness is at the threshold if it goes on at this rate: 0 where it is, ∞ where it does not rise.
  public var time: Double {
    if sharpness >= threshold.curvature { return 0 }
    if rate.isNaN || sharpness.isNaN { return .nan }
    return rate > 0 ? (threshold.curvature - sharpness) / rate : .infinity
  }
  /// The same in steps.
  public var steps: Double { time / stepSize }

  /// - Parameters:
  ///   - fraction: of the threshold.
  ///   - most: At most so many eigenvalues.
  ///   - poll: Called before each product; what it throws ends the work.
  /// - Complexity: See ``FollowedModes/update(of:at:poll:)``, a search for the sharpness where nothing is above the fraction, and
  ///   for the rate a derivative along two directions, two to three Hessian products, for each of equal largest ones.
  public init(
    of method: MomentumFamily, on objective: Objective, at β: Vector, above fraction: Double = 0.5, most: Int = 20,
    poll: () throws -> Void
  ) rethrows {
    threshold = StabilityThreshold(of: method)
    stepSize = method.stepSize
    var followed = FollowedModes(above: fraction * threshold.curvature, most: most)
    modes = try followed.update(of: objective, at: β, poll: poll)
    let largest: Eigenpairs
    if modes.values.isEmpty {
      var options = EigenpairOptions(precision: objective.precision)
      // Up to 64 parameters all come at once.
      if objective.dimension <= Objective.wholeHessianLimit { options.count = objective.dimension }
      largest = try objective.sharpness(at: β, options, poll: poll)
    } else {
      largest = Eigenpairs(
        values: modes.values, vectors: modes.vectors, products: 0, residual: modes.residual, isConverged: modes.isConverged)
    }
    let top = largest.values[0]
    sharpness = top
    guard top.isFinite else {
      rate = .nan
      return
    }
    let width = 10 * EigenpairOptions(precision: objective.precision).tolerance * top.magnitude
    let equal = largest.values.prefix { top - $0 <= width }.indices.map { largest.vectors.row($0) }
    let velocity = objective.gradient(at: β) * (-1 / (1 - method.momentum))
    let rows = try equal.map { u in
      try poll()
      let turned = objective.derivative(at: β, along: [u, velocity])
      return equal.map { $0.dot(turned) }
    }
    let change = Matrix(rows)
    rate = change.isFinite ? change.symmetricEigenvalues().last ?? .nan : .nan
  }
}
