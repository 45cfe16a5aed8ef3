internal import Glibc

/// How the step follows the error: h' = h·0.9·error^(−1/n), by a factor between 0.2 and 10.
///
/// The elementary controller with the factors of SciPy's solve_ivp; after a rejected step the next does not grow.
struct StepControl {
  /// n: the error goes as hⁿ.
  let exponent: Int
  private var isAfterRejection = false

  init(exponent: Int) { self.exponent = exponent }

  /// The step after one that was accepted.
  mutating func accepted(_ h: Double, error: Double) -> Double {
    let largest = isAfterRejection ? 1.0 : 10
    isAfterRejection = false
    return h * (error == 0 ? largest : min(largest, 0.9 * pow(error, -1 / Double(exponent))))
  }

  /// What to try in place of a step that was rejected.
  mutating func rejected(_ h: Double, error: Double) -> Double {
    isAfterRejection = true
    return h * (error.isFinite ? max(0.2, 0.9 * pow(error, -1 / Double(exponent))) : 0.2)
  }
}
