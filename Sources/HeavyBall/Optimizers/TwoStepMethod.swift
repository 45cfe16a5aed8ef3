/// A linear two-step method on the gradient: β_{k+1} = a₁β_k + a₂β_{k−1} − η(b₁∇L(β_k) + b₂∇L(β_{k−1})), β_{−1} = β_0, with
/// a₁ + a₂ = 1 and b₁ + b₂ = 1.
///
/// With µ = −a₂ and ν = −b₂ it is the momentum family's recursion with two gradients combined in place of one at a combined
/// point, and what it does is what that does at the point y where it takes its gradient. Heavy ball is a₂ = −µ, b₂ = 0; the
/// method of Adams and Bashforth, which is the optimistic gradient, a₂ = 0, b₂ = −1/2.
///
/// A step costs two gradients: that at β_{k−1} is made again from m = β_k − β_{k−1}, which is all that is remembered.
public struct TwoStepMethod: Optimizer {
  public static let name = "two_step"
  public static let title = "a linear two-step method"
  public let stepSize: Coefficient
  /// −µ.
  public let a2: Coefficient
  /// −ν.
  public let b2: Coefficient

  public init(stepSize: Coefficient, a2: Coefficient, b2: Coefficient) {
    self.stepSize = stepSize
    self.a2 = a2
    self.b2 = b2
  }

  public var familyOnQuadratics: MomentumCoefficients? {
    MomentumCoefficients(stepSize: stepSize, momentum: -a2, lookahead: -b2)
  }

  public func memory(dimension: Int) -> [StateVariable] { [StateVariable("m", .vector(dimension))] }

  public func step(
    _ k: StepNumber, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression]) {
    let now = gradient(β)
    let combined = b2.constant == 0 ? now : now + b2(k) * (gradient(β - memory[0]) - now)
    let m = -(a2(k) * memory[0]) - stepSize(k) * combined
    return (β + m, [m])
  }
}

extension TwoStepMethod {
  static let oldPoint = Setting(
    "a2", .coefficient(in: .finite), "of the point before; that of the point is 1 - a2, and -a2 the momentum")
  static let oldGradient = Setting(
    "b2", .coefficient(in: .finite), "of the gradient before; that of the gradient is 1 - b2")

  public static let entry = Optimizers.Entry(
    TwoStepMethod.self,
    "A linear two-step method, b_{k+1} = (1 - a2) b_k + a2 b_{k-1} - eta ((1 - b2) grad L(b_k) + b2 grad L(b_{k-1})).",
    Settings.stepSize, oldPoint, oldGradient,
    sample: Optimizers.Sample(
      TwoStepMethod(stepSize: 0.1, a2: -0.5, b2: -0.25), "eta = 0.1, a2 = -0.5, b2 = -0.25",
      end: [1.891400221776086, 0.5096071813111787])
  ) { TwoStepMethod(stepSize: $0[Settings.stepSize], a2: $0[oldPoint], b2: $0[oldGradient]) }
}
