/// The momentum family at work: heavy ball with the gradient taken at β_k + νm_k, where m_k = β_k − β_{k−1}, m_0 = 0.
///
/// See ``MomentumFamily``, which has its formula.
public struct MomentumMethod: Optimizer {
  public static let name = "momentum"
  public static let title = "momentum"
  public let stepSize: Coefficient
  /// µ.
  public let momentum: Coefficient
  /// ν.
  public let lookahead: Coefficient
  public var family: MomentumCoefficients? {
    MomentumCoefficients(stepSize: stepSize, momentum: momentum, lookahead: lookahead)
  }

  public init(stepSize: Coefficient, momentum: Coefficient, lookahead: Coefficient) {
    self.stepSize = stepSize
    self.momentum = momentum
    self.lookahead = lookahead
  }

  public init(_ coefficients: MomentumCoefficients) {
    self.init(
      stepSize: coefficients.stepSize, momentum: coefficients.momentum, lookahead: coefficients.lookahead)
  }

  public init(_ method: MomentumFamily) { self.init(method.coefficients) }

  public func memory(dimension: Int) -> [StateVariable] { [StateVariable("m", .vector(dimension))] }

  public func step(
    _ k: StepNumber, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression]) {
    let y = lookahead.constant == 0 ? β : β + lookahead(k) * memory[0]
    let m = momentum(k) * memory[0] - stepSize(k) * gradient(y)
    return (β + m, [m])
  }
}

extension MomentumMethod {
  static let lookahead = Setting(
    "nu", .coefficient(in: .finite), "how far ahead the gradient is taken; 0 is heavy ball, mu Nesterov's method")

  public static let entry = Optimizers.Entry(
    MomentumMethod.self, "The momentum family: heavy ball with the gradient at b + nu m.", Settings.stepSize,
    Settings.momentum, lookahead,
    sample: Optimizers.Sample(
      MomentumMethod(stepSize: 0.1, momentum: 0.5, lookahead: 0.25), "eta = 0.1, mu = 0.5, nu = 0.25",
      end: [1.8889450246874527, 0.50840854084562396])
  ) {
    MomentumMethod(stepSize: $0[Settings.stepSize], momentum: $0[Settings.momentum], lookahead: $0[lookahead])
  }
}
