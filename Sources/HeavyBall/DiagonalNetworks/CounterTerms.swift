/// γ^{w₊}/w₊ and γ^{w₋}/w₋ of the limit flow of order 2 in closed form.
///
/// γ = (1+µ)/(2(1−µ)³) ∇²L∇L on a diagonal linear network is, with A = ∇²_w L, g = ∇_w L and v = w₊² + w₋²,
///
///     γ⁺/w₊ = c(4g² + 8A(vg)),   γ⁻/w₋ = c(4g² − 8A(vg)),   c = (1+µ)/(2(1−µ)³),
///
/// and with the diagonal blocks of the Hessian alone w₊² and w₋² in place of v in the first and the second: (105) and
/// (108) of Lyu et al. Half their sum makes κ fall, half their difference makes φ.
public struct CounterTerms {
  /// γ^{w₊}/w₊.
  public let plus: Vector
  /// γ^{w₋}/w₋.
  public let minus: Vector

  /// - Precondition: µ is in [0, 1), β has 2d coordinates.
  /// - Complexity: O(nd).
  public init(_ problem: DiagonalProblem, at β: Vector, momentum µ: Double, hessian: HessianBlocks = .joint) {
    let (p, m) = problem.split(β)
    let g = problem.gradient(ofPredictor: problem.predictor(β))
    let c = (1 + µ) / (2 * (1 - µ) * (1 - µ) * (1 - µ))
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
}
