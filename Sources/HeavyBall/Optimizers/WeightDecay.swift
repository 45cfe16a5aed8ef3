/// Weight decay: parameters that shrink as the method steps.
///
/// Coupled, λβ is added to the gradient, as if λ‖β‖²/2 were part of the loss. Decoupled (Loshchilov and Hutter 2019), the
/// step ends with β ← … − ηλβ_k, past momentum and scaling. The loss that a run records is without it.
public struct WeightDecay: Sendable {
  /// λ.
  public let coefficient: Coefficient
  public let isDecoupled: Bool

  public init(_ coefficient: Coefficient, isDecoupled: Bool = false) {
    self.coefficient = coefficient
    self.isDecoupled = isDecoupled
  }

  /// Whether it changes nothing.
  var isNothing: Bool { coefficient.constant == 0 }
}
