/// γ^{w₊}/w₊ and γ^{w₋}/w₋ of heavy ball's limit flow of order 2 or 3 in closed form.
///
/// At order 2, γ = c∇²L∇L on a diagonal linear network is, with A = ∇²_w L, g = ∇_w L, v = w₊² + w₋² and h = A(vg),
///
///     γ⁺/w₊ = c(4g² + 8h),   γ⁻/w₋ = c(4g² − 8h),   c = (1+µ)/(2(1−µ)³),
///
/// and with the diagonal blocks of the Hessian alone w₊² and w₋² in place of v in the first and the second: (105) and
/// (108) of Lyu et al. Order 3 adds
///
///     η[(16b+32a)g⊙h ± (b(32A(vh) + 16A(wg²) + 8g³) + 16aA(wg²))],
///
/// a = (1+10µ+µ²)/(12(1−µ)⁵), b = (1+4µ+µ²)/(3(1−µ)⁵). The sum of both makes κ fall, half their difference makes φ.
public struct CounterTerms {
  /// γ^{w₊}/w₊.
  public let plus: Vector
  /// γ^{w₋}/w₋.
  public let minus: Vector

  /// Those of order 2.
  ///
  /// - Precondition: µ is in [0, 1), β has 2d coordinates.
  /// - Complexity: O(nd).
  public init(_ problem: DiagonalProblem, at β: Vector, momentum µ: Double, hessian: HessianBlocks = .joint) {
    let (p, m) = problem.split(β)
    let g = problem.gradient(ofPredictor: problem.predictor(β))
    let c = LimitTerms(momentum: µ).second
    let squares = g * g * (4 * c)
    let (up, down): (Vector, Vector)
    switch hessian {
    case .joint:
      up = problem.curvature((p * p + m * m) * g)
      down = up
    case .block:
      up = problem.curvature(p * p * g)
      down = problem.curvature(m * m * g)
    }
    plus = squares + up * (8 * c)
    minus = squares - down * (8 * c)
  }

  /// Those of order 3, with the joint Hessian.
  ///
  /// - Precondition: as of order 2.
  public init(_ problem: DiagonalProblem, at β: Vector, stepSize η: Double, momentum µ: Double) {
    let second = CounterTerms(problem, at: β, momentum: µ)
    let (p, m) = problem.split(β)
    let w = problem.predictor(β)
    let (g, v, terms) = (problem.gradient(ofPredictor: w), p * p + m * m, LimitTerms(momentum: µ))
    let h = problem.curvature(v * g)
    let even = g * h * (16 * terms.chain + 32 * terms.bush)
    let odd =
      problem.curvature(v * h) * (32 * terms.chain) + problem.curvature(w * g * g) * (16 * (terms.chain + terms.bush))
      + g * g * g * (8 * terms.chain)
    plus = second.plus + (even + odd) * η
    minus = second.minus + (even - odd) * η
  }
}
