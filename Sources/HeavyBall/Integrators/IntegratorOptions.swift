/// What an adaptive method is asked to keep to.
public struct IntegratorOptions: Hashable, Sendable {
  /// rtol: how large the error of a step may be relative to each element of β.
  ///
  /// The error of the solution is about as large as that of a step where the flow contracts, larger where it does not.
  /// Less than 100 ulp cannot be told from rounding and is taken as that.
  public var relativeTolerance: Double
  /// atol: what is added to rtol·|β_i|, so that elements near zero are not followed for their own sake.
  public var absoluteTolerance: Double
  /// The first step to try; chosen from the field where nil.
  public var firstStep: Double?
  /// The longest step, in the field's time; any where nil.
  ///
  /// An error estimate knows the field at a step's stages alone: what is narrower than the way between two of them may
  /// be stepped over. Steps shorter than the feature see it.
  public var maxStep: Double?
  /// How many steps, rejected ones included, a run may make.
  public var maxSteps = 1_000_000
  /// Whether the trajectory keeps ``DenseOutput``: some ten numbers for each step and element of β.
  public var keepsDenseOutput = false

  /// rtol 1e-10 and atol 1e-12, or 1e-6 and 1e-8 for a field that is evaluated in single precision: its rounding is an
  /// error of some 1e-7 in each evaluation, which steps of any length would have.
  public init(precision: Precision = .double) {
    (relativeTolerance, absoluteTolerance) = precision == .double ? (1e-10, 1e-12) : (1e-6, 1e-8)
  }

  /// The error of a step, in units of what is tolerable, that rounding alone may make.
  var roundingError: Double { 10 * Double.ulpOfOne / max(relativeTolerance, 100 * Double.ulpOfOne) }

  /// atol + rtol·max(|a|, |b|).
  @inline(__always)
  func scale(_ a: Double, _ b: Double) -> Double {
    absoluteTolerance + max(relativeTolerance, 100 * Double.ulpOfOne) * max(a.magnitude, b.magnitude)
  }

  /// The root mean square of e_i/(atol + rtol·max(|a_i|, |b_i|)): at most 1 where e is tolerable between a and b.
  ///
  /// Not a number, or infinite, where b or e is not finite.
  func norm(
    _ e: UnsafePointer<Double>, between a: UnsafePointer<Double>, and b: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sum = 0.0
    for i in 0..<count {
      // b − b is 0 but where b is not finite.
      let excess = e[i] + (b[i] - b[i])
      if excess == 0 { continue }
      let ratio = excess / scale(a[i], b[i])
      sum += ratio * ratio
    }
    return (sum / Double(count)).squareRoot()
  }
}
