internal import Glibc

/// κ(∞) and φ(∞) that the theory of order 2 predicts from what is known of a run.
///
/// With the joint Hessian, which Theorem 2.1 asks for,
///
///     κ(∞) = κ(0) exp[−4η(1+µ)/(1−µ)³ ∫g²],   φ(∞) = η(1+µ)/(2(1−µ)²) g(0),
///
/// g = ∇_w L. With its diagonal blocks alone, as printed in (27),
///
///     κ(∞) = κ(0) exp[η(1+µ)/(1−µ)² (−4∫g²/(1−µ) + Aq)],   φ(∞) = η(1+µ)/(4(1−µ)²) g(0),
///
/// A = ∇²_w L and q = √(w(∞)² + 4κ(0)²) − 2κ(0). For µ = 0 the first predicts ln κ to parts in ten thousand where η is
/// small, the second is wrong by a constant factor however small η is. ((111) prints φ with the wrong sign.)
///
/// Of a run of ``MomentumFamily`` with ν ≠ 0 that began at rest,
///
///     κ(∞) = κ(0) exp[−4η(1+µ−2ν(1−µ))/(1−µ)³ ∫g² + η²g(0)²(4µ/(1−µ)⁴ + 4µν/(1−µ)³ − 8ν²/(1−µ)²)],
///
/// ∫g² being η Σ g(β_k)². The last term is what the first steps leave, of the next order in η.
public struct PredictedBias {
  public let kappa: Vector
  public let phi: Vector

  /// - Parameters:
  ///   - start: β(0).
  ///   - w: the predictor that training ends in; only the printed form asks for it.
  ///   - integral: ∫g² dt over the training, see ``Trajectory/integralOfSquaredGradient(for:)``.
  ///   - ν: 0 is heavy ball; with another φ is heavy ball's all the same, and means nothing.
  /// - Precondition: η > 0, µ in [0, 1); ν ≠ 0 goes with the joint Hessian.
  public init(
    _ problem: DiagonalProblem, from start: Vector, to w: Vector, integral: Vector, stepSize η: Double,
    momentum µ: Double, lookahead ν: Double = 0, hessian: HessianBlocks = .joint
  ) {
    precondition(ν == 0 || hessian == .joint, "a lookahead goes with the joint Hessian")
    let κ = problem.kappa(start)
    let g = problem.gradient(ofPredictor: problem.predictor(start))
    let rest = 1 - µ
    let exponent: Vector
    switch hessian {
    case .joint:
      let along = integral * (-4 * η * (1 + µ - 2 * ν * rest) / (rest * rest * rest))
      let first = (4 * µ / rest + 4 * µ * ν - 8 * ν * ν * rest) / (rest * rest * rest)
      exponent = ν == 0 ? along : along + g * g * (η * η * first)
      phi = g * (η * (1 + µ) / (2 * rest * rest))
    case .block:
      let q = w.combined(with: κ) { w, κ in w * w / ((w * w + 4 * κ * κ).squareRoot() + 2 * κ) }
      exponent = (problem.curvature(q) - integral * (4 / rest)) * (η * (1 + µ) / (rest * rest))
      phi = g * (η * (1 + µ) / (4 * rest * rest))
    }
    kappa = κ.combined(with: exponent) { $0 * exp($1) }
  }

  /// max_j |ln κ_j predicted − ln κ_j| / max_j |ln(κ_j/κ_j(0))|: 0 for a perfect prediction, 1 for none at all.
  ///
  /// NaN where a κ_j is not positive: the theory is silent there. Of a κ that did not change at all, 0 or infinity.
  ///
  /// - Precondition: as many of each.
  public static func error(predicted: Vector, found: Vector, initial: Vector) -> Double {
    var (error, change) = (0.0, 0.0)
    for j in found.indices {
      guard found[j] > 0 else { return .nan }
      error = max(error, log(predicted[j] / found[j]).magnitude)
      change = max(change, log(found[j] / initial[j]).magnitude)
    }
    return error == 0 ? 0 : error / change
  }
}

extension Trajectory {
  /// η Σ_k g(β_k)² = ∫(∇_w L)² dt, by coordinate: over every step of a run that ``DiagonalTraining`` made, else the left
  /// sum over the steps that were kept.
  ///
  /// - Parameter poll: called at each kept step; what it throws ends the work.
  /// - Complexity: O(nd) for each kept step.
  public func integralOfSquaredGradient<E: Error>(
    for problem: DiagonalProblem, poll: () throws(E) -> Void
  ) throws(E) -> Vector {
    if let sum = memory[DiagonalTraining.integral] { return sum }
    var sum = Vector(repeating: 0, count: problem.unknowns)
    for i in 0..<steps.count - 1 {
      try poll()
      let g = problem.gradient(ofPredictor: problem.predictor(points.row(i)))
      let duration = Double(steps[i + 1] - steps[i]) * stepSize
      for j in g.indices { sum[j] += duration * g[j] * g[j] }
    }
    return sum
  }

  /// The same, for those who need not be asked on the way.
  public func integralOfSquaredGradient(for problem: DiagonalProblem) -> Vector {
    integralOfSquaredGradient(for: problem) {}
  }
}
