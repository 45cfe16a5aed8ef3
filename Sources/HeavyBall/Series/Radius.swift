/// Where the limit flow of a momentum method exists.
public enum Radius {
  /// R(µ, ν) = ((1−µ)/|1 + √(µ(1+ν) − ν)|)²: on a quadratic of curvature λ the flow's series converges exactly while η|λ|
  /// is below it.
  ///
  /// Heavy ball's, ν = 0, is (1 − √µ)², Nesterov's, ν = µ, ((1−µ)/(1+µ))². There the two roots of
  /// z² − (1+µ−(1+ν)s)z + µ − νs, s = ηλ, meet: for λ > 0 beyond it these methods oscillate, and no first-order flow
  /// follows them. For ν > µ(1+ν) they meet at complex s, and R is (1−µ)/(1+ν).
  public static func value(momentum µ: Double, lookahead ν: Double = 0) -> Double {
    let square = µ - ν * (1 - µ)
    guard square >= 0 else { return (1 - µ) / (1 + ν) }
    let ratio = (1 - µ) / (1 + square.squareRoot())
    return ratio * ratio
  }
}
