/// Nesterov's accelerated gradient with constant momentum: heavy ball with the gradient taken at β_k + µ(β_k − β_{k−1}).
///
/// This is ``MomentumMethod`` with ν = µ. Nesterov's own sequence of growing µ_k is the schedule `{ k in (k - 1) / (k + 2) }`.
public struct NesterovGradient: Optimizer {
  public static let name = "nag"
  public static let title = "Nesterov's accelerated gradient"
  private let method: MomentumMethod
  public var stepSize: Coefficient { method.stepSize }
  public var family: MomentumCoefficients? { method.family }
  /// µ.
  public var momentum: Coefficient { method.momentum }

  public init(stepSize: Coefficient, momentum: Coefficient) {
    method = MomentumMethod(stepSize: stepSize, momentum: momentum, lookahead: momentum)
  }

  public func memory(dimension: Int) -> [StateVariable] { method.memory(dimension: dimension) }

  public func step(
    _ k: StepNumber, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression]) {
    method.step(k, β, memory, gradient: gradient)
  }
}

extension NesterovGradient {
  public static let entry = Optimizers.Entry(
    NesterovGradient.self, "Nesterov's accelerated gradient: heavy ball with the gradient at b + mu m.", Settings.stepSize,
    Settings.momentum,
    sample: Optimizers.Sample(
      NesterovGradient(stepSize: 0.1, momentum: 0.5), "eta = 0.1, mu = 0.5",
      end: [1.8971648187475909, 0.53113022506926752])
  ) { NesterovGradient(stepSize: $0[Settings.stepSize], momentum: $0[Settings.momentum]) }
}
