/// The family that holds gradient descent, heavy ball, Nesterov's and the triple momentum method:
/// β_{k+1} = (1+µ)β_k − µβ_{k−1} − η∇L((1+ν)β_k − νβ_{k−1}).
///
/// ν = 0 is heavy ball, ν = µ Nesterov's method. With m_k = β_k − β_{k−1}, m_0 = 0, the gradient is taken at β_k + νm_k.
/// Lessard, Recht, Packard 2016; Van Scoy, Freeman, Lynch 2018.
public struct MomentumFamily: Optimizer, Hashable {
  public static let name = "momentum"
  public static let title = "momentum"
  public let stepSize: Double
  public var family: MomentumFamily? { self }
  /// µ.
  public let momentum: Double
  /// ν.
  public let lookahead: Double

  public init(stepSize: Double, momentum: Double, lookahead: Double) {
    self.stepSize = stepSize
    self.momentum = momentum
    self.lookahead = lookahead
  }

  public func memory(dimension: Int) -> [StateVariable] { [StateVariable("m", .vector(dimension))] }

  public func step(
    _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression]) {
    let y = lookahead == 0 ? β : β + lookahead * memory[0]
    let m = momentum * memory[0] - stepSize * gradient(y)
    return (β + m, [m])
  }
}

extension MomentumFamily {
  /// R(µ, ν): see ``Radius``.
  var radius: Double { Radius.value(momentum: momentum, lookahead: lookahead) }

  static let lookahead = Setting(
    "nu", .finite, "how far ahead the gradient is taken; 0 is heavy ball, mu Nesterov's method")

  public static let entry = Optimizers.Entry(
    MomentumFamily.self, "The momentum family: heavy ball with the gradient at b + nu m.", Settings.stepSize,
    Settings.momentum, lookahead,
    sample: Optimizers.Sample(
      MomentumFamily(stepSize: 0.1, momentum: 0.5, lookahead: 0.25), "eta = 0.1, mu = 0.5, nu = 0.25",
      end: [1.8889450246874527, 0.50840854084562396])
  ) {
    MomentumFamily(stepSize: $0[Settings.stepSize], momentum: $0[Settings.momentum], lookahead: $0[lookahead])
  }
}
