/// The methods whose limit flow has a series here, by their places in the momentum family.
///
/// The family is β_{k+1} = (1+µ)β_k − µβ_{k−1} − η∇L((1+ν)β_k − νβ_{k−1}), and its series is the flow of β.
public enum SeriesMethod: Hashable, Sendable {
  /// ν = 0.
  case heavyBall
  /// ν = µ.
  case nesterov
  /// µ = ν = 0: the coefficients are numbers.
  case gradientDescent
  /// A number ν, whatever µ.
  case momentum(lookahead: Rational)

  /// µ.
  var momentum: Polynomial { self == .gradientDescent ? .zero : .variable }

  /// ν.
  var lookahead: Polynomial {
    switch self {
    case .heavyBall, .gradientDescent: .zero
    case .nesterov: .variable
    case .momentum(let ν): Polynomial(ν)
    }
  }

  /// The symbol with polynomials in µ: p_j(1−µ)^{j+1}, which ν has no part in.
  func symbol(count: Int) -> [Polynomial] {
    MomentumSymbol.cleared(momentum: momentum, lookahead: .zero, count: count)
  }

  /// The degree of N_τ is at most this times |τ| − 1.
  var degree: Int {
    switch self {
    case .gradientDescent: 0
    case .heavyBall, .momentum: 1
    case .nesterov: 2
    }
  }
}
