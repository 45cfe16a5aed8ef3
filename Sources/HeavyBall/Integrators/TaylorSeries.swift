/// The Taylor series method: a step follows the solution's own power series, of as many terms as digits are wanted.
///
/// À. Jorba, M. Zou, A software package for the numerical integration of ODEs by means of high-order Taylor methods,
/// Experimental Mathematics 14 (2005). For a tolerance ε the order is p = ⌈1 − ½ ln ε⌉, which is 13 for 1e-10, and the
/// step is where the last two terms have come down to the tolerance,
///
///     h = e^{−0.7/(p−1)} min(‖β_{p−1}‖^{−1/(p−1)}, ‖β_p‖^{−1/p}),
///
/// norms being relative to what the tolerances allow; like every method's, a step is at most ten times as long as the one
/// before, and the first changes β by about its own size at most. The derivative at the step's end, which the next step
/// needs anyway, and those at p places inside are compared with the polynomial's: where they differ by more than the
/// tolerance the step is shortened. The last two terms may be small by accident, or since the field is flat to rounding
/// here and not further on: a step on which all agree to rounding is looked at in 4(p+1) places more.
///
/// The cost of a step is one expansion, about p²/2 multiplications for each in F, and p evaluations of F. The polynomial is the solution
/// between the steps too. On the flow of order 3 of the two-parameter model at 1e-10 it takes three quarters of
/// ``DormandPrince853``'s steps and five times its time: its strength is tolerances near rounding, where a digit more
/// takes a term more and no shorter steps. Compiling the expansion takes time that grows with p² and the formula's
/// length: for a loss of many operations prefer a Runge-Kutta method.
public struct TaylorSeries: AdaptiveMethod {
  public let name = "taylor"
  public let summary = "the solution's power series, as long as the tolerance asks for"
  /// p, chosen from the tolerances where nil.
  public let fixedOrder: Int?
  public var needsFormula: Bool { true }

  /// - Precondition: an order given is at least 2.
  public init(order: Int? = nil) {
    precondition(order ?? 2 >= 2, "a Taylor polynomial of order \(order ?? 2)")
    fixedOrder = order
  }

  public func order(_ options: IntegratorOptions) -> Int {
    let tolerance = min(max(options.relativeTolerance + options.absoluteTolerance, 100 * Double.ulpOfOne), 1e-2)
    return fixedOrder ?? Int((1 - Elementary.log(tolerance) / 2).rounded(.up))
  }
  public func denseOrder(_ options: IntegratorOptions) -> Int { order(options) }

  static let terms = Setting("taylor_order", .chosenInteger(in: 2...60), "how many terms", default: .some(nil))
  public static let settings: [AnySetting] = [terms]
  public func configured(by values: SettingValues) -> TaylorSeries { TaylorSeries(order: values[Self.terms]) }

  public func prepare(_ field: VectorField, _ options: IntegratorOptions, poll: () throws -> Void) throws {
    try field.expansion(order: order(options), poll: poll)
  }

  public func stepper(dimension: Int, _ options: IntegratorOptions) -> any Stepper {
    TaylorStepper(order: order(options), dimension: dimension, options)
  }
}
