/// The heavy-ball method (Polyak 1964), equation (2): m_{k+1} = µm_k − η∇L(β_k), β_{k+1} = β_k + m_{k+1}, m_0 = 0.
///
/// It is the two-step recurrence β_{k+1} = (1+µ)β_k − µβ_{k−1} − η∇L(β_k) with β_{−1} = β_0.
public struct HeavyBallMethod: Optimizer {
  public static let name = "hb"
  public static let title = "heavy ball"
  public let stepSize: Coefficient
  public var family: MomentumCoefficients? {
    MomentumCoefficients(stepSize: stepSize, momentum: momentum, lookahead: 0)
  }
  /// µ.
  public let momentum: Coefficient

  public init(stepSize: Coefficient, momentum: Coefficient) {
    self.stepSize = stepSize
    self.momentum = momentum
  }

  public func memory(dimension: Int) -> [StateVariable] { [StateVariable("m", .vector(dimension))] }

  public func step(
    _ k: StepNumber, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression]) {
    let m = momentum(k) * memory[0] - stepSize(k) * gradient(β)
    return (β + m, [m])
  }
}

extension HeavyBallMethod {
  public static let entry = Optimizers.Entry(
    HeavyBallMethod.self, "Heavy ball, m <- mu m - eta grad L(b), b <- b + m.", Settings.stepSize, Settings.momentum,
    sample: Optimizers.Sample(
      HeavyBallMethod(stepSize: 0.1, momentum: 0.5), "eta = 0.1, mu = 0.5",
      end: [1.8792848922799068, 0.48275639226288207])
  ) { HeavyBallMethod(stepSize: $0[Settings.stepSize], momentum: $0[Settings.momentum]) }
}
