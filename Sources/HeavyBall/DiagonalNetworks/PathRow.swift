/// What ``DiagonalPath`` says of one kept step.
struct PathRow {
  let w: Vector
  let κ: Vector
  /// Of components that are silent no numbers.
  private(set) var ε: Vector, φ: Vector
  /// Sums over all components.
  private(set) var potential = 0.0, coupling = 0.0

  init(_ problem: DiagonalProblem, at β: Vector) {
    (w, κ) = (problem.predictor(β), problem.kappa(β))
    ε = Vector(repeating: .nan, count: w.count)
    φ = ε
  }

  /// - Parameter isSilent: the components whose κ was not positive here or at an earlier step.
  mutating func fill(_ total: PathIntegrals.Values, _ isSilent: [Bool]) {
    for j in w.indices {
      guard !isSilent[j] else {
        (potential, coupling) = (.nan, .nan)
        continue
      }
      (ε[j], φ[j]) = (total.ε[j], total.φ[j])
      potential += HyperbolicPotential.value(w[j], kappa: κ[j])
      coupling += w[j] * φ[j]
    }
  }

  /// How far the identities are from holding, the largest over the components that are not silent.
  func residuals(
    since start: PathRow, _ total: PathIntegrals.Values, stepSize η: Double, _ isSilent: [Bool]
  ) -> (kappa: Double, predictor: Double, dynamics: Double) {
    var (kappa, predictor, dynamics) = (0.0, 0.0, 0.0)
    var (moved, turned) = (Double.leastNormalMagnitude, Double.leastNormalMagnitude)
    for j in w.indices where !isSilent[j] {
      let change = w[j] - start.w[j]
      let slope =
        HyperbolicPotential.derivative(w[j], kappa: κ[j])
        - HyperbolicPotential.derivative(start.w[j], kappa: start.κ[j])
      moved = max(moved, change.magnitude)
      turned = max(turned, slope.magnitude)
      kappa = larger(kappa, (Elementary.log(κ[j] / start.κ[j]) + η * total.ε[j]).magnitude)
      predictor = larger(predictor, (change - total.w[j]).magnitude)
      dynamics = larger(dynamics, (slope + total.φ[j] + total.descent[j]).magnitude)
    }
    return (kappa, predictor / moved, dynamics / turned)
  }
}

/// The larger of two numbers; NaN where one is.
private func larger(_ a: Double, _ b: Double) -> Double { a.isNaN || b.isNaN ? .nan : max(a, b) }
