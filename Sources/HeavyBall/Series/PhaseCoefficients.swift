/// How much of each tree a field of phase space has, at numbers µ and ν.
struct PhaseCoefficients {
  private var series: PhaseSeries<BigFloat>
  private let logarithm: BigFloat

  /// - Precondition: 0 ≤ µ < 1.
  init(momentum µ: Double, lookahead ν: Double, order: Int) {
    // A grade costs the square of 1 − µ, and µ.
    let precision = BigFloat.precision(2 * order + 2, powersOf: 1 - µ, µ.squareRoot())
    let momentum = BigFloat(µ, precision: precision)
    series = PhaseSeries(momentum: momentum, lookahead: BigFloat(ν, precision: precision))
    logarithm = µ == 0 ? BigFloat(0, precision: precision) : BigFloat.logarithm(of: momentum)
  }

  /// What Z of a tree is multiplied by in η dβ/dt and in η dm/dt.
  mutating func callAsFunction(_ tree: PhaseTree) -> (position: Double, momentum: Double) {
    let solution = series.solution(tree)
    return (value(solution.iterates.slope), value(solution.momenta.slope))
  }

  /// What Z of a slaved tree is multiplied by in the point, and in the sum of it and of the point a step before.
  mutating func offset(_ tree: PhaseTree) -> (point: Double, sum: Double) {
    let solution = series.solution(tree)
    return (solution.iterates.start.doubleValue, solution.momenta.start.doubleValue)
  }

  private func value(_ slope: (r: BigFloat, s: BigFloat)) -> Double { (slope.r + slope.s * logarithm).doubleValue }
}
