/// The integrators there are.
///
/// A method is one small file and a line here; a test measures the order of each.
public enum Integrators {
  /// Those that make equal steps.
  public static let fixedStep: [any ExplicitRungeKutta.Type] = [Euler.self, Midpoint.self, RungeKutta4.self]

  /// Those that choose their steps by an estimate of the error.
  public static let adaptive: [any AdaptiveMethod] = [
    DormandPrince54(), DormandPrince853(), TaylorSeries(), Rodas4(),
  ]
}
