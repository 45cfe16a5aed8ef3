/// The explicit midpoint rule: β' = β + hF(β + hF(β)/2).
///
/// Runge's method of 1895, of order 2, also called the modified Euler method; not to be confused with the implicit
/// midpoint rule. One step costs two evaluations of F.
public struct Midpoint: ExplicitRungeKutta {
  public static let name = "midpoint"
  public static let summary = "the explicit midpoint rule, of order 2"
  public static let order = 2
  public static let tableau = ButcherTableau(a: [[1 / 2]], b: [0, 1])
}
