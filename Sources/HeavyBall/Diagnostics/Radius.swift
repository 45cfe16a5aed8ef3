/// Where the heavy-ball flow exists.
public enum Radius {
  /// (1 − √µ)²: on a quadratic of curvature λ the flow's series converges exactly while η|λ| is below it.
  ///
  /// For λ > 0 beyond it heavy ball oscillates (its two roots are complex), and no first-order flow follows it.
  public static func value(momentum µ: Double) -> Double {
    let root = 1 - µ.squareRoot()
    return root * root
  }
}
