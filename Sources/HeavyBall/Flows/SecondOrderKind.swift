/// Equations of order 2 that momentum methods have been compared with, all in the method's own time: step k is at kη.
public enum SecondOrderKind: String, CaseIterable, Sendable {
  /// η(1+µ)/(2(1−µ)) b″ + b′ = −∇L/(1−µ): N. B. Kovachki, A. M. Stuart, Continuous time analysis of momentum methods, JMLR 22
  /// (2021). With b′(0) = −∇L/(1+µ) its error is of order 2 in η.
  case kovachkiStuart = "kovachki-stuart"
  /// η/(1−µ) b″ + b′ = −∇L/(1−µ): λw″ + w′ = −∇L with λ = η/(1−µ)² in the time kη/(1−µ), H. Papazov, S. Pesme,
  /// N. Flammarion, Leveraging continuous time to understand momentum when training diagonal linear networks (2024). Of order 1
  /// at a fixed µ.
  case papazov
  /// b″ + (3/t) b′ = −∇L/η: that of Nesterov's method with momentum (k−1)/(k+2), W. Su, S. Boyd, E. Candès, JMLR 17 (2016),
  /// whose time is k√η. It begins at rest.
  case suBoydCandes = "su-boyd-candes"

  /// In print.
  public var title: String {
    switch self {
    case .kovachkiStuart: "Kovachki and Stuart's equation"
    case .papazov: "Papazov, Pesme and Flammarion's equation"
    case .suBoydCandes: "Su, Boyd and Candes' equation"
    }
  }

  /// b″ at a time, a b′ and a ∇L(b).
  func acceleration(
    _ t: Expression, _ velocity: Expression, _ gradient: Expression, stepSize η: Double, momentum µ: Double
  ) -> Expression {
    switch self {
    case .kovachkiStuart: return (gradient * (-1 / (1 - µ)) - velocity) * (2 * (1 - µ) / (η * (1 + µ)))
    case .papazov: return (gradient * (-1 / (1 - µ)) - velocity) * ((1 - µ) / η)
    case .suBoydCandes:
      // At t = 0 b′ is 0 and b″ what 3b′/t → 3b″ leaves of it.
      let later = gradient * (-1 / η) - velocity * 3 / t
      return .select(t.broadcast(to: later.shape), later, gradient * (-1 / (4 * η)))
    }
  }

  /// b′ at the start.
  func velocity(_ gradient: Vector, momentum µ: Double) -> Vector {
    self == .kovachkiStuart ? gradient * (-1 / (1 + µ)) : gradient * 0
  }
}
