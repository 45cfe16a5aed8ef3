/// What of a flow's field makes ε, φ, w and ∇Λ change. See ``DiagonalPath``.
struct PathRates {
  private let problem: DiagonalProblem
  private let flow: HeavyBallFlow

  init(_ problem: DiagonalProblem, _ flow: HeavyBallFlow) {
    self.problem = problem
    self.flow = flow
  }

  /// At a point, in a step.
  struct Values {
    /// β̇.
    let field: Vector
    /// What is integrated.
    let rates: PathIntegrals.Values
  }

  func values(at β: Vector, step k: Int) -> Values {
    let field = flow.field(at: β, step: k)
    let (plus, minus) = problem.split(β)
    let (plusRate, minusRate) = problem.split(field)
    let (η, µ) = (flow.stepSize, flow.momentum)
    let gathered = flow.form == .piecewise ? (1 - Elementary.power(µ, Double(k + 1))) / (1 - µ) : 1 / (1 - µ)
    let w = problem.predictor(β)
    let descent = problem.gradient(ofPredictor: w) * gathered
    // β̇ = −G − ηγ with G = (2w₊⊙G_w, −2w₋⊙G_w).
    let up = (plusRate / plus + descent * 2) * (-1 / η)
    let down = (minusRate / minus - descent * 2) * (-1 / η)
    let (ε, φ) = (up + down, (up - down) * (η / 4))
    let v = w.combined(with: problem.kappa(β)) { ($0 * $0 + 4 * $1 * $1).squareRoot() }
    return Values(
      field: field, rates: PathIntegrals.Values(ε: ε, φ: φ, w: -(v * 4 * (descent + φ) + ε * w * η), descent: descent))
  }
}
