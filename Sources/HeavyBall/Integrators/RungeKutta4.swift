/// The classical fourth-order Runge-Kutta method (Kutta 1901), "RK4".
///
/// Four stages, no error estimate. One step on β̇ = F(β) costs four evaluations of F.
public struct RungeKutta4: ExplicitRungeKutta {
  public static let name = "rk4"
  public static let summary = "the classical one of Runge and Kutta, of order 4"
  public static let order = 4
  public static let tableau = ButcherTableau(a: [[1 / 2], [0, 1 / 2], [0, 0, 1]], b: [1 / 6, 1 / 3, 1 / 3, 1 / 6])
}
