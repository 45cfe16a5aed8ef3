/// What Theorem 3.1 is made of along a run or a flow on a diagonal linear network: κ(t), ε(t), φ(t) and the potential at
/// every kept step, and how far the points are from the identities that lead to the theorem.
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
/// ends and the field there: errors of order h⁴ for kept steps h apart. Where a κ_j is not positive the theory says
/// nothing: ``signChanges`` counts such components, and their ε, φ and Λ are not numbers from there on.
public struct DiagonalPath {
  /// The times of the kept steps.
  public let times: Vector
  /// w₊⊙w₋ as found, a row for each kept step.
  public let kappa: Matrix
  /// ε(t).
  public let epsilon: Matrix
  /// φ(t).
  public let phi: Matrix
  /// ε̇ of the flow's field at the kept steps: d ln κ/dt = −ηε̇ along the flow.
  public let epsilonRate: Matrix
  /// φ̇ of the flow's field.
  public let phiRate: Matrix
  /// Λ^GF(w; κ(t)), summed over the coordinates.
  public let potential: Vector
  /// w·φ(t).
  public let coupling: Vector
  /// By kept step, the residuals of the identities.
  public let residuals: Residuals
  /// How many κ_j were not positive at some kept step.
  public let signChanges: Int

  /// How far the points are from what the flow says of them, the largest over the coordinates whose κ is positive.
  ///
  /// Of the flow's own solution these are the errors of integration and quadrature; of heavy ball's iterates, the
  /// model's; of a run that the flow does not model, anything.
  public struct Residuals {
    /// |ln κ(t) − ln κ(0) + ηε(t)|, (76) and (77).
    public let kappa: Vector
    /// Of w(t) − w(0) = −∫(4v⊙(G_w + φ̇) + ηε̇⊙w) dt, v = √(w² + 4κ²) (88) and G_w what G is to w; relative to the largest
    /// |w_j(t) − w_j(0)|.
    public let predictor: Vector
    /// Of ∇_w Λ^GF(w; κ(t)) + φ(t) = ∇_w Λ^GF(w(0); κ(0)) − ∫G_w dt, which is (84) integrated; relative to the largest
    /// change of ∇_w Λ^GF.
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
    let (rows, d) = (trajectory.steps.count, problem.unknowns)
    times = trajectory.times
    let empty = Matrix(rows: rows, columns: d)
    var (κ, ε, φ, εRate, φRate) = (empty, empty, empty, empty, empty)
    var (Λ, coupling) = (Vector(repeating: 0, count: rows), Vector(repeating: 0, count: rows))
    var (first, second, third) = (Λ, Λ, Λ)
    let start = PathRow(problem, at: trajectory.points.row(0))
    var integrals = PathIntegrals(problem, flow, along: trajectory)
    var isSilent = Array(repeating: false, count: d)
    for i in 0..<rows {
      try poll()
      let rates = integrals.advance(to: i)
      var row = PathRow(problem, at: trajectory.points.row(i))
      for j in 0..<d where !(row.κ[j] > 0) { isSilent[j] = true }
      row.fill(integrals.total, isSilent)
      for j in 0..<d {
        (κ[i, j], ε[i, j], φ[i, j]) = (row.κ[j], row.ε[j], row.φ[j])
        (εRate[i, j], φRate[i, j]) = isSilent[j] ? (.nan, .nan) : (rates.ε[j], rates.φ[j])
      }
      (Λ[i], coupling[i]) = (row.potential, row.coupling)
      (first[i], second[i], third[i]) = row.residuals(since: start, integrals.total, stepSize: flow.stepSize, isSilent)
    }
    (epsilonRate, phiRate) = (εRate, φRate)
    (kappa, epsilon, phi, potential, self.coupling) = (κ, ε, φ, Λ, coupling)
    residuals = Residuals(kappa: first, predictor: second, dynamics: third)
    signChanges = isSilent.count { $0 }
  }
}
