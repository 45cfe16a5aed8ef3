import HeavyBall

/// A method of one's own: heavy ball on the signs of the gradient, m ← µm − η sign ∇L(β), β ← β + m.
struct SignMomentum: Optimizer {
  static let name = "signum"
  static let title = "heavy ball on signs"
  let stepSize: Coefficient
  let momentum: Coefficient

  func memory(dimension: Int) -> [StateVariable] { [StateVariable("m", .vector(dimension))] }

  func step(
    _ k: StepNumber, _ β: HeavyBall.Expression, _ memory: [HeavyBall.Expression],
    gradient: (HeavyBall.Expression) -> HeavyBall.Expression
  ) -> (β: HeavyBall.Expression, memory: [HeavyBall.Expression]) {
    let m = momentum(k) * memory[0] - stepSize(k) * HeavyBall.Expression.sign(gradient(β))
    return (β + m, [m])
  }
}

extension SignMomentum {
  static let entry = Optimizers.Entry(
    SignMomentum.self, "Heavy ball on the gradient's signs.", Settings.stepSize, Settings.momentum,
    sample: Optimizers.Sample(
      SignMomentum(stepSize: 0.1, momentum: 0.5), "eta = 0.1, mu = 0.5", end: [1.775, 0.575])
  ) { SignMomentum(stepSize: $0[Settings.stepSize], momentum: $0[Settings.momentum]) }
}
