/// ε, φ, the change of w, and ∫G_w from a trajectory's first kept step to each of the others, by Simpson's rule.
struct PathIntegrals {
  /// ε, φ, the change of w, and ∫G_w; or their derivatives.
  struct Values {
    var ε: Vector
    var φ: Vector
    var w: Vector
    var descent: Vector

    /// Adds the integrals over a time h by Simpson's rule.
    fileprivate mutating func add(_ h: Double, _ start: Values, _ middle: Values, _ end: Values) {
      for part in [\Self.ε, \.φ, \.w, \.descent] {
        for j in ε.indices {
          self[keyPath: part][j] +=
            h / 6
            * (start[keyPath: part][j] + 4 * middle[keyPath: part][j] + end[keyPath: part][j])
        }
      }
    }
  }

  private let rates: PathRates
  private let form: FlowForm
  private let trajectory: Trajectory
  private var previous: PathRates.Values?
  /// Up to the kept step that was advanced to.
  private(set) var total: Values

  init(_ problem: DiagonalProblem, _ flow: HeavyBallFlow, along trajectory: Trajectory) {
    (rates, form, self.trajectory) = (PathRates(problem, flow), flow.form, trajectory)
    let zeros = Vector(repeating: 0, count: problem.unknowns)
    total = Values(ε: zeros, φ: zeros, w: zeros, descent: zeros)
  }

  /// - Returns: the derivatives there.
  /// - Precondition: each kept step in turn, from the first.
  mutating func advance(to i: Int) -> Values {
    let β = trajectory.points.row(i)
    let here = rates.values(at: β, step: trajectory.steps[i])
    if let start = previous {
      let (α, step) = (trajectory.points.row(i - 1), trajectory.steps[i - 1])
      let h = Double(trajectory.steps[i] - step) * trajectory.stepSize
      // Up to this step the piecewise form's field is still that of the one before.
      let end = form == .piecewise ? rates.values(at: β, step: step) : here
      let middle = rates.values(at: (α + β) / 2 + (start.field - end.field) * (h / 8), step: step)
      total.add(h, start.rates, middle.rates, end.rates)
    }
    previous = here
    return here.rates
  }
}
