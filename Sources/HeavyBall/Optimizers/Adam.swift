/// Adam (Kingma and Ba 2015, algorithm 1): steps scaled by running means of the gradient and of its square.
///
/// m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², β ← β − η m̂/(√v̂ + ε), with m̂ = m/(1−β₁ᵏ), v̂ = v/(1−β₂ᵏ).
///
/// The powers β₁ᵏ and β₂ᵏ, products where β₁ or β₂ changes, are part of the state, so that a run that goes on from another is
/// the longer run.
public struct Adam: Optimizer {
  public static let name = "adam"
  public static let title = "Adam"
  public let stepSize: Coefficient
  /// β₁, of the mean of the gradient.
  public let firstDecay: Coefficient
  /// β₂, of the mean of its square.
  public let secondDecay: Coefficient
  /// ε, which keeps the quotient finite.
  public let epsilon: Double

  public init(
    stepSize: Coefficient, firstDecay: Coefficient = 0.9, secondDecay: Coefficient = 0.999, epsilon: Double = 1e-8
  ) {
    self.stepSize = stepSize
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
  }

  public func memory(dimension: Int) -> [StateVariable] {
    [
      StateVariable("adam_m", .vector(dimension)), StateVariable("adam_v", .vector(dimension)),
      StateVariable("adam_p1", .scalar, initial: 1), StateVariable("adam_p2", .scalar, initial: 1),
    ]
  }

  public func step(
    _ k: StepNumber, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression]) {
    let (g, β1, β2) = (gradient(β), firstDecay(k), secondDecay(k))
    let m = β1 * memory[0] + (1 - β1) * g
    let v = β2 * memory[1] + (1 - β2) * g.squared()
    let (p1, p2) = (β1 * memory[2], β2 * memory[3])
    let scale = Expression.sqrt(v / (1 - p2)) + epsilon
    return (β - stepSize(k) * (m / (1 - p1)) / scale, [m, v, p1, p2])
  }
}

extension Adam {
  static let firstDecaySetting = Setting("beta1", .coefficient(in: .fraction), "decay of the mean gradient", default: 0.9)
  static let secondDecaySetting = Setting(
    "beta2", .coefficient(in: .fraction), "decay of the mean squared gradient", default: 0.999)
  static let epsilonSetting = Setting("epsilon", .positive, "added to the square root", default: 1e-8)

  public static let entry = Optimizers.Entry(
    Adam.self, "Adam (Kingma and Ba 2015).", Settings.stepSize, firstDecaySetting, secondDecaySetting, epsilonSetting,
    sample: Optimizers.Sample(Adam(stepSize: 0.1), "eta = 0.1", end: [1.7292350924285486, 0.52609081685763389])
  ) { made(of: $0) }

  static func made(of values: SettingValues) -> Adam {
    Adam(
      stepSize: values[Settings.stepSize], firstDecay: values[firstDecaySetting], secondDecay: values[secondDecaySetting],
      epsilon: values[epsilonSetting])
  }
}
