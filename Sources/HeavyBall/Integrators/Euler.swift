/// Euler's method: β' = β + hF(β).
///
/// Of order 1. It is what the paper integrates its flows with, at h = η/10: Figure 2's last error is luck that an
/// accurate integrator does not have.
public struct Euler: ExplicitRungeKutta {
  public static let name = "euler"
  public static let summary = "Euler's, of order 1"
  public static let order = 1
  public static let tableau = ButcherTableau(a: [], b: [1])
}
