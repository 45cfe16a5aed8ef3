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

  /// The same of the flow in phase space, the logarithm of the method's linear step: its series in s = ηλ converges exactly for
  /// |s| below (1+√µ)², for curvatures of either sign.
  ///
  /// It ends at the nearest s where an eigenvalue is 0, |s| = µ/|ν|, or where two meet that are on different branches of the
  /// logarithm, which they are where they meet at a negative number: for ν = 0 at −√µ. Where they meet at a positive number,
  /// as at the first-order radius, the logarithm goes on; so it does at complex s.
  /// Where µ is 0 the step is one of gradient descent, wherever that takes its gradient: 1.
  public static func phase(momentum µ: Double, lookahead ν: Double = 0) -> Double {
    if µ == 0 { return 1 }
    let vanishing = ν == 0 ? Double.infinity : µ / ν.magnitude
    let square = µ - ν * (1 - µ)
    guard square >= 0, 1 + ν != 0 else { return vanishing }
    let ratio = (1 + square.squareRoot()) / (1 + ν)
    let meeting = ratio * ratio
    return (1 + ν) * meeting >= 1 + µ ? min(vanishing, meeting) : vanishing
  }
}
