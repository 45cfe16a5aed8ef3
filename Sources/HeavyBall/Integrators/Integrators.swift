/// The integrators there are.
///
/// A method is one small file and a line here; help, the choices of scripts and the tests follow, of which one measures
/// the order of each.
public enum Integrators {
  public static let all: [Entry] = [
    .adaptive(DormandPrince54()), .adaptive(DormandPrince853()), .adaptive(TaylorSeries()), .adaptive(Rodas4()),
    .fixedStep(Euler.self), .fixedStep(Midpoint.self), .fixedStep(RungeKutta4.self),
  ]

  public enum Entry: Sendable {
    /// One that chooses its steps by an estimate of the error.
    case adaptive(any AdaptiveMethod)
    /// One that makes equal steps.
    case fixedStep(any ExplicitRungeKutta.Type)
  }

  public static var adaptive: [any AdaptiveMethod] {
    all.compactMap { if case .adaptive(let method) = $0 { method } else { nil } }
  }

  public static var fixedStep: [any ExplicitRungeKutta.Type] {
    all.compactMap { if case .fixedStep(let method) = $0 { method } else { nil } }
  }
}

extension Integrators.Entry {
  public var name: String {
    switch self {
    case .adaptive(let method): method.name
    case .fixedStep(let method): method.name
    }
  }

  public var summary: String {
    switch self {
    case .adaptive(let method): method.summary
    case .fixedStep(let method): method.summary
    }
  }
}
