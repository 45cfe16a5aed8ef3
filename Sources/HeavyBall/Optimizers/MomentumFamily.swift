/// A member of the family that holds gradient descent, heavy ball, Nesterov's and the triple momentum method:
/// β_{k+1} = (1+µ)β_k − µβ_{k−1} − η∇L((1+ν)β_k − νβ_{k−1}), µ, ν and η the same at every step.
///
/// ν = 0 is heavy ball, ν = µ Nesterov's method. Lessard, Recht, Packard 2016; Van Scoy, Freeman, Lynch 2018. It is what
/// formulas hold of; ``MomentumMethod`` makes the steps.
public struct MomentumFamily: Hashable, Sendable {
  public let stepSize: Double
  /// µ.
  public let momentum: Double
  /// ν.
  public let lookahead: Double
  /// Whether two gradients are combined, (1+ν)∇L(β_k) − ν∇L(β_{k−1}), in place of that at (1+ν)β_k − νβ_{k−1}: see
  /// ``TwoStepMethod``.
  public let combinesGradients: Bool

  public init(stepSize: Double, momentum: Double, lookahead: Double, combinesGradients: Bool = false) {
    self.stepSize = stepSize
    self.momentum = momentum
    self.lookahead = lookahead
    self.combinesGradients = combinesGradients
  }

  /// R(µ, ν) of the flows of β alone, or of that of β and m: see ``Radius``.
  func radius(isInPhaseSpace: Bool) -> Double {
    isInPhaseSpace
      ? Radius.phase(momentum: momentum, lookahead: lookahead) : Radius.value(momentum: momentum, lookahead: lookahead)
  }
}

extension MomentumFamily {
  /// What its series depends on.
  var numbers: MomentumNumbers {
    MomentumNumbers(momentum: momentum, lookahead: lookahead, combinesGradients: combinesGradients)
  }

  /// The same η, µ and ν at every step.
  var coefficients: MomentumCoefficients {
    MomentumCoefficients(
      stepSize: .constant(stepSize), momentum: .constant(momentum), lookahead: .constant(lookahead))
  }
}

/// η, µ and ν of a method of the family, each of which may change from step to step or from member to member.
public struct MomentumCoefficients: Sendable {
  public let stepSize: Coefficient
  public let momentum: Coefficient
  public let lookahead: Coefficient

  public init(stepSize: Coefficient, momentum: Coefficient, lookahead: Coefficient) {
    (self.stepSize, self.momentum, self.lookahead) = (stepSize, momentum, lookahead)
  }

  /// The member of the family; nil where one of them changes.
  public var method: MomentumFamily? {
    guard let η = stepSize.constant, let µ = momentum.constant, let ν = lookahead.constant else { return nil }
    return MomentumFamily(stepSize: η, momentum: µ, lookahead: ν)
  }

  /// The member of the family that makes step k, 1 first.
  func method(inStep k: Int) -> MomentumFamily {
    MomentumFamily(stepSize: stepSize.value(at: k), momentum: momentum.value(at: k), lookahead: lookahead.value(at: k))
  }

  /// Those of one member of an ensemble.
  func member(_ i: Int) -> MomentumCoefficients {
    MomentumCoefficients(stepSize: stepSize.member(i), momentum: momentum.member(i), lookahead: lookahead.member(i))
  }
}
