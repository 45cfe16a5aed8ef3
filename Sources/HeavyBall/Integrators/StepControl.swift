/// How the step follows the error: h' = h·0.9·error^(−1/n), by a factor between 0.2 and 10.
///
/// The elementary controller with the factors of SciPy's solve_ivp; after a rejected step the next does not grow. A step
/// whose error is nothing but rounding has shown nothing of the field, which may be constant there and not further on:
/// the next is at most twice as long, so that no step is much longer than all the way before it.
struct StepControl {
  /// n: the error goes as hⁿ.
  let exponent: Int
  /// An error of this or less is rounding.
  let roundingError: Double
  private var isAfterRejection = false

  init(exponent: Int, roundingError: Double) {
    self.exponent = exponent
    self.roundingError = roundingError
  }

  /// The step after one that was accepted.
  ///
  /// - Parameter proposal: the method's own, which decides where it is not too long; nil where the error does.
  mutating func accepted(_ h: Double, error: Double, proposal: Double? = nil) -> Double {
    let largest = isAfterRejection ? 1.0 : error <= roundingError ? 2 : 10
    isAfterRejection = false
    if let proposal { return min(proposal, largest * h) }
    return h * (error == 0 ? largest : min(largest, 0.9 * Elementary.power(error, -1 / Double(exponent))))
  }

  /// What to try in place of a step that was rejected.
  mutating func rejected(_ h: Double, error: Double) -> Double {
    isAfterRejection = true
    return h * (error.isFinite ? max(0.2, 0.9 * Elementary.power(error, -1 / Double(exponent))) : 0.2)
  }
}
