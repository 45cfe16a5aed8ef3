/// κ(∞) and φ(∞) that the theory of order 2 or 3 predicts from what is known of a training.
///
/// With g = ∇_w L, A = ∇²_w L, v = w₊² + w₋² and c, a, b of the limit flow in β, c = (1+µ)/(2(1−µ)³),
/// a = (1+10µ+µ²)/(12(1−µ)⁵) and b = (1+4µ+µ²)/(3(1−µ)⁵) for heavy ball, order 2 is
///
///     ln κ(∞)/κ(0) = −8ηc ∫g²,   φ(∞) = ηc(1−µ) g(0),
///
/// to which order 3 adds along the limit flow
///
///     −η²(4b + 8a)(1−µ) g(0)²   and   η²[4b ∫g³ + 4(b−C)(1−µ) A(v(0)g(0)) + 8(a−b+C) A∫wg²],   C = c²(1−µ),
///
/// and of a run from rest of a method of ``MomentumFamily``, of which ∫g² is the sum η Σ g(β_k)²,
///
///     η²g(0)²[4µ/(1−µ)⁴ + 4µν/(1−µ)³ − 8ν²/(1−µ)²]   and   the same as of the flow, with 4ηcµ/(1−µ) A(v(0)g(0)) more:
///
/// what its first steps leave. For ν = 0 the last term of φ vanishes. All of φ but ∫g³ is a combination of X's rows, which
/// moves no minimizer.
///
/// With the Hessian's diagonal blocks alone, as printed in (27),
///
///     κ(∞) = κ(0) exp[η(1+µ)/(1−µ)² (−4∫g²/(1−µ) + Aq)],   φ(∞) = η(1+µ)/(4(1−µ)²) g(0),
///
/// q = √(w(∞)² + 4κ(0)²) − 2κ(0). For µ = 0 order 2 predicts ln κ to parts in ten thousand where η is small, the printed
/// form is wrong by a constant factor however small η is. ((111) prints φ with the wrong sign.)
public struct PredictedBias {
  private let problem: DiagonalProblem
  private let start: Vector
  private let method: MomentumFamily
  private let order: Int
  private let isOfLimitFlow: Bool
  private let hessian: HessianBlocks

  /// - Parameters:
  ///   - start: β(0).
  ///   - order: 2 or 3.
  ///   - isOfLimitFlow: of the method's limit flow in β from its own start, not of a run from rest.
  /// - Precondition: the block form is of order 2 and has ν = 0.
  public init(
    _ problem: DiagonalProblem, from start: Vector, by method: MomentumFamily, order: Int, isOfLimitFlow: Bool = false,
    hessian: HessianBlocks = .joint
  ) {
    precondition((2...3).contains(order), "an order of the theory")
    precondition(hessian == .joint || order == 2 && method.lookahead == 0, "the printed form is heavy ball's, of order 2")
    (self.problem, self.start, self.method) = (problem, start, method)
    (self.order, self.isOfLimitFlow, self.hessian) = (order, isOfLimitFlow, hessian)
  }

  /// κ(∞).
  ///
  /// - Parameter w: the predictor that training ends in; only the printed form asks for it.
  public func kappa(_ integrals: GradientIntegrals, to w: Vector) -> Vector {
    let (η, µ, κ) = (method.stepSize, method.momentum, problem.kappa(start))
    var exponent: Vector
    switch hessian {
    case .joint:
      exponent = integrals.squares * (-8 * η * terms.second)
      if order == 3 {
        let g = gradient
        exponent = exponent + g * g * (η * η * (isOfLimitFlow ? -(1 - µ) * (4 * terms.chain + 8 * terms.bush) : firstSteps))
      }
    case .block:
      let rest = 1 - µ
      let q = w.combined(with: κ) { w, κ in w * w / ((w * w + 4 * κ * κ).squareRoot() + 2 * κ) }
      exponent = (problem.curvature(q) - integrals.squares * (4 / rest)) * (η * (1 + µ) / (rest * rest))
    }
    return κ.combined(with: exponent) { $0 * Elementary.exp($1) }
  }

  /// φ(∞).
  ///
  /// - Precondition: at order 3 and ν ≠ 0 the integrals have that of wg².
  public func phi(_ integrals: GradientIntegrals) -> Vector {
    let (η, µ, ν) = (method.stepSize, method.momentum, method.lookahead)
    let (rest, g) = (1 - µ, gradient)
    let first = g * (η * terms.second * rest)
    if hessian == .block { return first * 0.5 }
    if order == 2 { return first }
    let squared = terms.second * terms.second * rest
    let early = isOfLimitFlow ? 0 : 4 * terms.second * µ / rest
    let (plus, minus) = problem.split(start)
    var second = integrals.cubes * (4 * terms.chain)
    second = second + problem.curvature((plus * plus + minus * minus) * g) * (4 * (terms.chain - squared) * rest + early)
    if ν != 0 {
      guard let weighted = integrals.weightedSquares else { preconditionFailure("the integral of w g^2") }
      second = second + problem.curvature(weighted) * (8 * (terms.bush - terms.chain + squared))
    }
    return first + second * (η * η)
  }

  private var gradient: Vector { problem.gradient(ofPredictor: problem.predictor(start)) }
  private var terms: LimitTerms { LimitTerms(momentum: method.momentum, lookahead: method.lookahead) }

  /// What the first steps of a run from rest add to ln κ, over η²g(0)².
  private var firstSteps: Double {
    let (µ, ν, rest) = (method.momentum, method.lookahead, 1 - method.momentum)
    return (4 * µ / rest + 4 * µ * ν - 8 * ν * ν * rest) / (rest * rest * rest)
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
