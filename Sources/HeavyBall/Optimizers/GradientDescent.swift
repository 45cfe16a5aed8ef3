/// Gradient descent: β_{k+1} = β_k − η∇L(β_k).
public struct GradientDescent: Optimizer {
  public static let name = "gd"
  public static let title = "gradient descent"
  public let stepSize: Coefficient
  public var family: MomentumCoefficients? { MomentumCoefficients(stepSize: stepSize, momentum: 0, lookahead: 0) }

  public init(stepSize: Coefficient) { self.stepSize = stepSize }

  public func memory(dimension: Int) -> [StateVariable] { [] }

  public func step(
    _ k: StepNumber, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression]) {
    (β - stepSize(k) * gradient(β), [])
  }
}

extension GradientDescent {
  public static let entry = Optimizers.Entry(
    GradientDescent.self, "Gradient descent, b <- b - eta grad L(b).", Settings.stepSize,
    sample: Optimizers.Sample(
      GradientDescent(stepSize: 0.1), "eta = 0.1", end: [1.9181007123390174, 0.57964438301249808])
  ) { GradientDescent(stepSize: $0[Settings.stepSize]) }
}
