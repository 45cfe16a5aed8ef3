/// µ and ν of a method whose series is asked for, β_{k+1} = (1+µ)β_k − µβ_{k−1} − ηg_k.
///
/// g_k is ∇L((1+ν)β_k − νβ_{k−1}) in the momentum family, (1+ν)∇L(β_k) − ν∇L(β_{k−1}) where gradients are combined: the linear
/// two-step methods.
public struct MomentumNumbers: Hashable, Sendable {
  /// µ.
  public let momentum: Double
  /// ν; 0 is heavy ball.
  public let lookahead: Double
  public let combinesGradients: Bool

  /// - Precondition: µ is in [0, 1).
  public init(momentum: Double, lookahead: Double = 0, combinesGradients: Bool = false) {
    precondition((0..<1).contains(momentum), "a momentum")
    self.momentum = momentum
    self.lookahead = lookahead
    self.combinesGradients = combinesGradients
  }
}
