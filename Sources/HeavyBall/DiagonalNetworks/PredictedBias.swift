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
/// Of a run of ``MomentumFamily`` that began at rest, and not of a flow,
///
///     κ(∞) = κ(0) exp[−4η(1+µ−2ν(1−µ))/(1−µ)³ ∫g² + η²g(0)²(4µ/(1−µ)⁴ + 4µν/(1−µ)³ − 8ν²/(1−µ)²)],
///
/// ∫g² being η Σ g(β_k)². The last term is what the first steps leave, of the next order in η; 4µη²g(0)²/(1−µ)⁴ of
/// heavy ball.
public struct PredictedBias {
  public let kappa: Vector
  public let phi: Vector

  /// - Parameters:
  ///   - start: β(0).
  ///   - w: the predictor that training ends in; only the printed form asks for it.
  ///   - integral: ∫g² dt over the training, see ``Trajectory/integralOfSquaredGradient(for:)``.
  ///   - ν: 0 is heavy ball; with another φ is heavy ball's all the same, and means nothing.
  ///   - isFlow: of heavy ball's flow, not of a run.
  /// - Precondition: η > 0, µ in [0, 1); ν ≠ 0 goes with runs and the joint Hessian.
  public init(
    _ problem: DiagonalProblem, from start: Vector, to w: Vector, integral: Vector, stepSize η: Double,
    momentum µ: Double, lookahead ν: Double = 0, isFlow: Bool = false, hessian: HessianBlocks = .joint
  ) {
    precondition(ν == 0 || hessian == .joint && !isFlow, "a lookahead goes with runs and the joint Hessian")
    let κ = problem.kappa(start)
    let g = problem.gradient(ofPredictor: problem.predictor(start))
    let rest = 1 - µ
    let exponent: Vector
    switch hessian {
    case .joint:
      let along = integral * (-4 * η * (1 + µ - 2 * ν * rest) / (rest * rest * rest))
      let first = (4 * µ / rest + 4 * µ * ν - 8 * ν * ν * rest) / (rest * rest * rest)
      exponent = isFlow ? along : along + g * g * (η * η * first)
      phi = g * (η * (1 + µ) / (2 * rest * rest))
    case .block:
      let q = w.combined(with: κ) { w, κ in w * w / ((w * w + 4 * κ * κ).squareRoot() + 2 * κ) }
      exponent = (problem.curvature(q) - integral * (4 / rest)) * (η * (1 + µ) / (rest * rest))
      phi = g * (η * (1 + µ) / (4 * rest * rest))
    }
    kappa = κ.combined(with: exponent) { $0 * Elementary.exp($1) }
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
      error = max(error, Elementary.log(predicted[j] / found[j]).magnitude)
      change = max(change, Elementary.log(found[j] / initial[j]).magnitude)
    }
    return error == 0 ? 0 : error / change
  }
}

extension Trajectory {
  /// η Σ_k g(β_k)² = ∫(∇_w L)² dt, by coordinate: over every step of a run that ``DiagonalTraining`` made, else from the
  /// steps that were kept.
  ///
  /// Between kept steps g² is taken to go along a line: the sum of a run is exact where all were kept, and the integral of
  /// a flow is by the trapezoidal rule.
  ///
  /// - Parameter poll: called at each kept step; what it throws ends the work.
  /// - Returns: the sum, and by how much of its largest element it may be wrong: as much as it changes where every
  ///   second kept step is left out too. 0 where no step is missing.
  /// - Complexity: O(nd) for each kept step.
  public func integralOfSquaredGradient<E: Error>(
    for problem: DiagonalProblem, poll: () throws(E) -> Void
  ) throws(E) -> (sum: Vector, error: Double) {
    if let sum = memory[DiagonalTraining.integral] { return (sum, 0) }
    var sum = Vector(repeating: 0, count: problem.unknowns)
    guard steps.count > 1 else { return (sum, 0) }
    let square = { (row: Int) in
      let g = problem.gradient(ofPredictor: problem.predictor(self.points.row(row)))
      return g * g
    }
    let edge = provenance.isFirstOrderFlow ? 0.0 : 1
    let part = { (a: Vector, b: Vector, from: Int, to: Int) in
      let count = Double(self.steps[to] - self.steps[from])
      return a * (self.stepSize * (count + edge) / 2) + b * (self.stepSize * (count - edge) / 2)
    }
    // An interval at the end that has none beside it is held against its left sum.
    var coarse = sum
    var (beforeLast, last) = (square(0), square(0))
    for i in 1..<steps.count {
      try poll()
      let next = square(i)
      sum = sum + part(last, next, i - 1, i)
      if i % 2 == 0 { coarse = coarse + part(beforeLast, next, i - 2, i) }
      if i % 2 == 1, i == steps.count - 1 {
        coarse = coarse + last * (stepSize * Double(steps[i] - steps[i - 1]))
      }
      if i % 2 == 0 { beforeLast = next }
      last = next
    }
    let isWhole = steps.count - 1 == steps[steps.count - 1] - steps[0]
    let difference = (sum - coarse).norm(.infinity)
    return (sum, isWhole || difference == 0 ? 0 : difference / sum.norm(.infinity))
  }

  /// The same, for those who need not be asked on the way.
  public func integralOfSquaredGradient(for problem: DiagonalProblem) -> Vector {
    integralOfSquaredGradient(for: problem) {}.sum
  }
}
