internal import Glibc

/// What Theorem 3.1 is made of along a run or a flow on a diagonal linear network: κ(t), ε(t), φ(t) and the potential at
/// every kept step, and how far the identities that lead to the theorem are from holding.
///
/// The flow β̇ = −G − ηγ, of any order and form, defines γ. With γ^± its halves,
///
///     ε = ∫(γ⁺/w₊ + γ⁻/w₋) dt,   κ(t) = κ(0) exp(−ηε)          (76), (77)
///     φ = (η/4) ∫(γ⁺/w₊ − γ⁻/w₋) dt                              (26)
///     Λ(t) = Λ^GF(w; κ(t)) + w·φ(t).
///
/// (97) drops the ¼ of φ.
///
/// Integrals are taken by Simpson's rule between kept steps, with a point in the middle from the cubic through both
/// ends and the field there: errors of order h⁴ for kept steps h apart. Where a κ_j is negative the theory says nothing:
/// ``signChanges`` counts such components, and their ε, φ and Λ are not numbers from there on.
public struct DiagonalPath {
  /// The times of the kept steps.
  public let times: Vector
  /// w₊⊙w₋ as found, a row for each kept step.
  public let kappa: Matrix
  /// ε(t).
  public let epsilon: Matrix
  /// φ(t).
  public let phi: Matrix
  /// Λ^GF(w; κ(t)), summed over the coordinates.
  public let potential: Vector
  /// w·φ(t).
  public let coupling: Vector
  /// By kept step, the residuals of the identities.
  public let residuals: Residuals
  /// How many κ_j were negative at some kept step.
  public let signChanges: Int

  /// How far identities are from holding, the largest over the coordinates at each kept step.
  public struct Residuals {
    /// |ln κ(t) − ln κ(0) + ηε(t)|, (76) and (77): of the flow's solution, the error of integration and quadrature; of
    /// heavy ball's iterates, the model's.
    public let kappa: Vector
    /// The dynamics of the predictor, ẇ = −4v⊙G_w − 4v⊙φ̇ − ηε̇⊙w with v = √(w² + 4κ²) (88) and G_w what G is to w,
    /// against 2w₊ẇ₊ − 2w₋ẇ₋ by the field; relative to the largest |ẇ_j|.
    public let predictor: Vector
    /// d/dt(∇_w Λ^GF(w; κ(t)) + φ(t)) = −G_w (84), by the field and the potential's second derivatives; relative to the
    /// largest |(G_w)_j|.
    public let dynamics: Vector
  }

  /// - Parameters:
  ///   - trajectory: of the flow itself, or of the method it models, on the same loss.
  ///   - poll: called at each kept step; what it throws ends the work.
  /// - Precondition: the trajectory and the flow have 2d parameters.
  /// - Throws: what `poll` throws.
  /// - Complexity: two evaluations of the field for each kept step, three in the piecewise form.
  public init(
    _ problem: DiagonalProblem, _ trajectory: Trajectory, flow: HeavyBallFlow, poll: () throws -> Void = {}
  ) throws {
    let rows = trajectory.steps.count
    let d = problem.unknowns
    let model = Rates(problem, flow)
    times = trajectory.times
    var (κ, ε, φ) = (Matrix(rows: rows, columns: d), Matrix(rows: rows, columns: d), Matrix(rows: rows, columns: d))
    var (Λ, coupling) = (Vector(repeating: 0, count: rows), Vector(repeating: 0, count: rows))
    var (first, second, third) = (Λ, Λ, Λ)
    var changed = Array(repeating: false, count: d)
    var start: (β: Vector, rates: Rates.Values)?
    for i in 0..<rows {
      try poll()
      let β = trajectory.points.row(i)
      let here = model.rates(at: β, step: trajectory.steps[i])
      if let (α, start) = start {
        let previous = trajectory.steps[i - 1]
        let h = Double(trajectory.steps[i] - previous) * trajectory.stepSize
        // Up to this step the piecewise form's field is still that of the one before.
        let end = flow.form == .piecewise ? model.rates(at: β, step: previous) : here
        let middle = model.rates(at: (α + β) / 2 + (start.field - end.field) * (h / 8), step: previous)
        for j in 0..<d {
          ε[i, j] = ε[i - 1, j] + h / 6 * (start.ε[j] + 4 * middle.ε[j] + end.ε[j])
          φ[i, j] = φ[i - 1, j] + h / 6 * (start.φ[j] + 4 * middle.φ[j] + end.φ[j])
        }
      }
      let w = problem.predictor(β)
      let found = problem.kappa(β)
      for j in 0..<d {
        κ[i, j] = found[j]
        if found[j] < 0 { changed[j] = true }
        if changed[j] { (ε[i, j], φ[i, j]) = (.nan, .nan) }
        let potential = found[j] > 0 ? HyperbolicPotential.value(w[j], kappa: found[j]) : .nan
        Λ[i] += changed[j] ? .nan : potential
        coupling[i] += w[j] * φ[i, j]
        first[i] = larger(first[i], (log(found[j] / κ[0, j]) + flow.stepSize * ε[i, j]).magnitude)
      }
      (second[i], third[i]) = here.residuals(w, found, η: flow.stepSize)
      start = (β, here)
    }
    (kappa, epsilon, phi, potential, self.coupling) = (κ, ε, φ, Λ, coupling)
    residuals = Residuals(kappa: first, predictor: second, dynamics: third)
    signChanges = changed.count { $0 }
  }
}

/// The larger of two numbers; NaN where one is.
private func larger(_ a: Double, _ b: Double) -> Double { a.isNaN || b.isNaN ? .nan : max(a, b) }

/// What of a flow's field makes ε, φ and the rest change.
private struct Rates {
  private let problem: DiagonalProblem
  private let flow: HeavyBallFlow

  init(_ problem: DiagonalProblem, _ flow: HeavyBallFlow) {
    self.problem = problem
    self.flow = flow
  }

  /// The rates at a point in a step.
  struct Values {
    /// β̇.
    let field: Vector
    /// ẇ₊, ẇ₋, w₊, w₋.
    let halves: [Vector]
    /// G_w: g(1−µ^{k+1})/(1−µ), g/(1−µ) in the limit.
    let descent: Vector
    /// ε̇ = γ⁺/w₊ + γ⁻/w₋.
    let ε: Vector
    /// φ̇ = (η/4)(γ⁺/w₊ − γ⁻/w₋).
    let φ: Vector

    /// Of the predictor's dynamics and of (84).
    func residuals(_ w: Vector, _ κ: Vector, η: Double) -> (Double, Double) {
      var (predictor, dynamics) = (0.0, 0.0)
      var (speed, slope) = (Double.leastNormalMagnitude, Double.leastNormalMagnitude)
      for j in w.indices {
        let v = (w[j] * w[j] + 4 * κ[j] * κ[j]).squareRoot()
        let ẇ = 2 * (halves[2][j] * halves[0][j] - halves[3][j] * halves[1][j])
        let κ̇ = halves[0][j] * halves[3][j] + halves[2][j] * halves[1][j]
        predictor = larger(predictor, (ẇ + 4 * v * (descent[j] + φ[j]) + η * ε[j] * w[j]).magnitude)
        // ∂²Λ/∂w² ẇ + ∂²Λ/∂w∂κ κ̇ = (ẇ − wκ̇/κ)/(4v)
        dynamics = larger(dynamics, ((ẇ - w[j] * κ̇ / κ[j]) / (4 * v) + φ[j] + descent[j]).magnitude)
        speed = max(speed, ẇ.magnitude)
        slope = max(slope, descent[j].magnitude)
      }
      return (predictor / speed, dynamics / slope)
    }
  }

  func rates(at β: Vector, step k: Int) -> Values {
    let field = flow.field(at: β, step: k)
    let (plus, minus) = problem.split(β)
    let (plusRate, minusRate) = problem.split(field)
    let µ = flow.momentum
    let gathered = flow.form == .piecewise ? (1 - pow(µ, Double(k + 1))) / (1 - µ) : 1 / (1 - µ)
    let descent = problem.gradient(ofPredictor: problem.predictor(β)) * gathered
    // β̇ = −G − ηγ with G = (2w₊⊙G_w, −2w₋⊙G_w).
    let up = (plusRate / plus + descent * 2) * (-1 / flow.stepSize)
    let down = (minusRate / minus - descent * 2) * (-1 / flow.stepSize)
    return Values(
      field: field, halves: [plusRate, minusRate, plus, minus], descent: descent, ε: up + down,
      φ: (up - down) * (flow.stepSize / 4))
  }
}
