/// The curvature up to which a method of the momentum family is stable on a quadratic.
///
/// On curvature λ, s = ηλ, the method's iterates are combinations of powers of the roots of
/// z² − (1+µ−(1+ν)s)z + µ − νs. For s > 0 they leave the unit circle at −1 where s = 2(1+µ)/(1+2ν), or as a complex pair
/// where their product is 1, s = −(1−µ)/ν: whichever comes first, the pair for ν < −(1−µ)/4.
///
/// Gradient descent's is 2/η, heavy ball's 2(1+µ)/η, Nesterov's 2(1+µ)/((1+2µ)η). Below 0 none is stable.
public struct StabilityThreshold: Hashable, Sendable {
  /// How a direction beyond the threshold moves away.
  public enum Exit: String, Hashable, Sendable {
    /// From one side to the other at every step, by the root that passes −1.
    case alternating
    /// Round and round, by a pair of complex roots.
    case rotating
  }

  /// ∞ where the step size is 0.
  public let curvature: Double
  public let exit: Exit

  /// 0 where |µ| is 1 or more, for then no curvature is stable.
  public init(of method: MomentumFamily) {
    let (µ, ν) = (method.momentum, method.lookahead)
    exit = ν < -(1 - µ) / 4 ? .rotating : .alternating
    let s =
      switch exit {
      case .alternating: 2 * (1 + µ) / (1 + 2 * ν)
      case .rotating: (1 - µ) / -ν
      }
    curvature = µ.magnitude < 1 ? s / method.stepSize : 0
  }
}
