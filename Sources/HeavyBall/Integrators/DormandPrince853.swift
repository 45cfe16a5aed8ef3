/// The method of Dormand and Prince of order 8 as Hairer made it, with error estimates of orders 5 and 3, "DOP853".
///
/// E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, section II.10. The estimate of order
/// 5 is damped by that of order 3, so that the error goes as h⁸; a step's own error goes as h⁹.
///
/// Twelve evaluations a step; three more where the solution between its ends, of order 7, is wanted. The method to use
/// where many digits are; see ``Rodas4`` for stiff fields.
public struct DormandPrince853: AdaptiveMethod {
  public let name = "dop853"
  public let summary = "Dormand and Prince's of order 8, for many digits"

  public init() {}

  public func order(_ options: IntegratorOptions) -> Int { 8 }
  public func denseOrder(_ options: IntegratorOptions) -> Int { 7 }

  public func stepper(dimension: Int, _ options: IntegratorOptions) -> any Stepper {
    ExplicitStepper(Self.pair, dimension: dimension, options)
  }
}
