/// What heavy ball minimises beside the loss (Lyu et al., section 2.2).
///
/// The limit flow of order 2 is gradient flow on the modified loss
///
///     L/(1−µ) + η(1+µ)/(4(1−µ)³) ‖∇L‖²,
///
/// gradient descent's being L + η/4 ‖∇L‖². How many times gradient descent's the penalty is depends on what both are measured
/// by: (1+µ)/(1−µ)³ as they stand, where heavy ball also goes 1/(1−µ) times as fast; (1+µ)/(1−µ)² each relative to the loss
/// that it is a penalty beside; (1+µ)/(1−µ) against gradient descent as fast, with the step size η/(1−µ). At order 3
/// and for µ → 1 the flow also descends the gradient of ∇L·∇²L∇L (21), that of the directional smoothness.
public struct ImplicitRegularization: Hashable, Sendable {
  /// L(β).
  public let loss: Double
  /// L/(1−µ) + ``penalty``.
  public let modifiedLoss: Double
  /// η(1+µ)/(4(1−µ)³) ‖∇L‖².
  public let penalty: Double
  /// (1+µ)/(1−µ)³: the penalty by gradient descent's.
  public let ratio: Double
  /// (1+µ)/(1−µ)²: the penalty relative to L/(1−µ), by gradient descent's relative to L.
  public let ratioToLoss: Double
  /// (1+µ)/(1−µ): the penalty relative to L/(1−µ), by that of gradient descent with η/(1−µ) relative to L.
  public let ratioAtEqualSpeed: Double
  /// The modified loss's gradient: minus the limit field of order 2.
  public let modifiedGradient: Vector
  /// ∇(∇L·∇²L∇L) = ω1 + ω2 = 2∇²L∇²L∇L + ∇³L[∇L, ∇L].
  public let smoothnessGradient: Vector

  /// At a point. It costs four directional derivatives of the gradient.
  ///
  /// - Precondition: µ is in [0, 1), η positive.
  public init(of objective: Objective, at β: Vector, stepSize η: Double, momentum µ: Double) {
    precondition((0..<1).contains(µ) && η > 0, "a step size and a momentum")
    let g = objective.gradient(at: β)
    let hg = objective.derivative(at: β, along: [g])
    ratio = (1 + µ) / ((1 - µ) * (1 - µ) * (1 - µ))
    ratioToLoss = (1 + µ) / ((1 - µ) * (1 - µ))
    ratioAtEqualSpeed = (1 + µ) / (1 - µ)
    loss = objective.value(at: β)
    penalty = η / 4 * ratio * g.dot(g)
    modifiedLoss = loss / (1 - µ) + penalty
    modifiedGradient = g / (1 - µ) + hg * (η / 2 * ratio)
    smoothnessGradient =
      objective.derivative(at: β, along: [hg]) * 2 + objective.derivative(at: β, along: [g, g])
  }
}
