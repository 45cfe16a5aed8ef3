/// The coefficients of an explicit Runge-Kutta method with an error estimate and a solution between its steps.
///
/// Weights are written by the stage they belong to, counted from 0, zeros left out. With s stages, stage s is F(β') at
/// the step's end, which is also the next step's stage 0; stages after it are made only for dense output.
struct ExplicitPair: Hashable, Sendable {
  /// Row i has the weights of stage i + 1.
  let a: [[Int: Double]]
  /// β' = β + h Σ b_i k_i.
  let b: [Int: Double]
  /// The error is h Σ e_i k_i.
  let error: [Int: Double]
  /// A second, coarser error E of which a tenth counts: with both, the norm is ‖e‖²/√(‖e‖² + ‖E‖²/100).
  var coarseError: [Int: Double] = [:]
  /// n where the estimate goes as hⁿ.
  let errorExponent: Int
  /// The weights of stages s + 1, s + 2, ….
  var extraStages: [[Int: Double]] = []
  /// Row i has the weights of coefficient i + 4 of the interpolant; the first four make Hermite's cubic polynomial.
  let dense: [[Int: Double]]

  /// s.
  var stageCount: Int { a.count + 1 }
  /// Whether the error estimate needs F at the step's end.
  var estimatesWithEnd: Bool { error[stageCount] != nil }
}
