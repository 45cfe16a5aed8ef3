/// RMSprop (Hinton 2012, lecture 6e): steps scaled by a running mean of the gradient's square.
///
/// v ← αv + (1−α)g², m ← µm + g/(√v + ε), β ← β − ηm, v_0 = m_0 = 0. As PyTorch has it, ε outside of the root; others put it
/// inside.
public struct RMSProp: Optimizer {
  public static let name = "rmsprop"
  public static let title = "RMSprop"
  public let stepSize: Coefficient
  /// α, of the mean of the squares.
  public let decay: Coefficient
  /// µ.
  public let momentum: Coefficient
  /// ε, which keeps the quotient finite.
  public let epsilon: Double

  public init(stepSize: Coefficient, decay: Coefficient = 0.99, momentum: Coefficient = 0, epsilon: Double = 1e-8) {
    (self.stepSize, self.decay, self.momentum, self.epsilon) = (stepSize, decay, momentum, epsilon)
  }

  public func memory(dimension: Int) -> [StateVariable] {
    [StateVariable("rmsprop_v", .vector(dimension)), StateVariable("rmsprop_m", .vector(dimension))]
  }

  public func step(
    _ k: StepNumber, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression]) {
    let (g, α) = (gradient(β), decay(k))
    let v = α * memory[0] + (1 - α) * g.squared()
    let m = momentum(k) * memory[1] + g / (Expression.sqrt(v) + epsilon)
    return (β - stepSize(k) * m, [v, m])
  }
}

extension RMSProp {
  static let decaySetting = Setting("alpha", .coefficient(in: .fraction), "decay of the mean squared gradient", default: 0.99)
  static let momentumSetting = Setting("mu", .coefficient(in: .fraction), "momentum", default: 0)

  public static let entry = Optimizers.Entry(
    RMSProp.self, "RMSprop (Hinton 2012).", Settings.stepSize, decaySetting, momentumSetting, Adam.epsilonSetting,
    sample: Optimizers.Sample(RMSProp(stepSize: 0.01), "eta = 0.01", end: [1.8309366986900595, 0.6252148625276526])
  ) {
    RMSProp(
      stepSize: $0[Settings.stepSize], decay: $0[decaySetting], momentum: $0[momentumSetting],
      epsilon: $0[Adam.epsilonSetting])
  }
}
