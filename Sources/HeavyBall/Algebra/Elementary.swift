internal import CKernels

/// Elementary functions outside of formulas, as formulas compute them: at most a unit in the last place off, the same bits
/// on every machine.
public enum Elementary {
  static func exp(_ x: Double) -> Double { polyak_exp(x) }
  static func log(_ x: Double) -> Double { polyak_log(x) }
  static func log1p(_ x: Double) -> Double { polyak_log1p(x) }
  static func asinh(_ x: Double) -> Double { polyak_asinh(x) }

  /// (t + t/(1 + t))/2 with t = eˣ − 1: to two units in the last place, for x of which eˣ is finite.
  static func sinh(_ x: Double) -> Double {
    let t = polyak_expm1(x)
    return (t + t / (1 + t)) / 2
  }

  /// x to the power y, with the special cases of C's pow.
  public static func power(_ x: Double, _ y: Double) -> Double { polyak_power(x, y) }
}
