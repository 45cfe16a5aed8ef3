/// A binary floating-point number m·2ᵉ of as many bits as are wanted, for sums of which doubles would keep no digit.
///
///     let x = BigFloat(0.9999, precision: 256)
///     (BigFloat.logarithm(of: x) / (x - BigFloat(1))).doubleValue     // 1.0000500033335834
///
/// A result has the larger precision of its operands, and is cut to it. Whole numbers are exact and have none.
struct BigFloat: Sendable {
  /// m.
  let significand: Integer
  /// e.
  let exponent: Int
  /// How many bits m has at most; 0 where there is no limit.
  let precision: Int

  private init(_ significand: Integer, exponent: Int, precision: Int) {
    let excess = precision > 0 ? significand.bitWidth - precision : 0
    self.precision = precision
    guard excess > 0 else {
      (self.significand, self.exponent) = (significand, significand == 0 ? 0 : exponent)
      return
    }
    let kept = significand.bits(excess..<significand.bitWidth)
    self.significand = significand.isNegative ? 0 - kept : kept
    self.exponent = exponent + excess
  }

  /// The exact value of a double.
  ///
  /// - Precondition: it is finite, and the precision is 53 at least.
  init(_ x: Double, precision: Int) {
    precondition(x.isFinite && precision >= 53, "a finite number and bits for it")
    let integer = Integer(Int(x.significand * 0x1p52)) * (x < 0 ? -1 : 1)
    self.init(integer, exponent: x == 0 ? 0 : Int(x.exponent) - 52, precision: precision)
  }

  /// A whole number to so many bits.
  init(whole integer: Integer, precision: Int) { self.init(integer, exponent: 0, precision: precision) }

  /// The nearest double, rounded once.
  var doubleValue: Double { significand.rounded(exponent: exponent) }

  /// The natural logarithm.
  ///
  /// With x = 2ᵏf, ½ ≤ f < 2 and near 1, it is k ln 2 + 2 artanh((f−1)/(f+1)), artanh z = z + z³/3 + …
  ///
  /// - Precondition: x is positive and has a precision.
  static func logarithm(of x: BigFloat) -> BigFloat {
    precondition(x.significand > 0 && x.precision > 0, "the logarithm of a positive number")
    // Below ¾ the fraction is doubled: what is near 1 keeps its digits.
    var k = x.exponent + x.significand.bitWidth
    var f = BigFloat(x.significand, exponent: x.exponent - k, precision: x.precision)
    if f.doubleValue < 0.75 {
      k -= 1
      f = BigFloat(f.significand, exponent: f.exponent + 1, precision: f.precision)
    }
    let own = inverseTangent((f - BigFloat(1)) / (f + BigFloat(1))) * BigFloat(2)
    if k == 0 { return own }
    let third = BigFloat(1, exponent: 0, precision: x.precision) / BigFloat(3)
    return own + inverseTangent(third) * BigFloat(2 * k)
  }

  /// artanh z, |z| at most ⅓.
  private static func inverseTangent(_ z: BigFloat) -> BigFloat {
    let square = z * z
    var (sum, power, n) = (z, z, 1)
    while power.significand != 0 {
      power = power * square
      n += 2
      let term = power / BigFloat(n)
      if term.significand == 0 || term.top < sum.top - z.precision { break }
      sum += term
    }
    return sum
  }

  /// Whether it is 0, or |x| < 2ᵉ.
  func isBelow(exponent: Int) -> Bool { significand == 0 || top <= exponent }

  /// The place of the highest bit.
  private var top: Int { exponent + significand.bitWidth }
}

extension BigFloat: SeriesField {
  static var zero: BigFloat { BigFloat(0) }

  init(_ integer: Int) { self.init(Integer(integer), exponent: 0, precision: 0) }

  static func == (a: BigFloat, b: BigFloat) -> Bool { (a - b).significand == 0 }

  static func + (a: BigFloat, b: BigFloat) -> BigFloat { sum(a, b.significand, b) }
  static func - (a: BigFloat, b: BigFloat) -> BigFloat { sum(a, 0 - b.significand, b) }

  private static func sum(_ a: BigFloat, _ addend: Integer, _ b: BigFloat) -> BigFloat {
    let precision = max(a.precision, b.precision)
    if a.significand == 0 { return BigFloat(addend, exponent: b.exponent, precision: precision) }
    if addend == 0 { return BigFloat(a.significand, exponent: a.exponent, precision: precision) }
    let exponent = min(a.exponent, b.exponent)
    return BigFloat(
      (a.significand << (a.exponent - exponent)) + (addend << (b.exponent - exponent)), exponent: exponent,
      precision: precision)
  }

  static func * (a: BigFloat, b: BigFloat) -> BigFloat {
    BigFloat(
      a.significand * b.significand, exponent: a.exponent + b.exponent, precision: max(a.precision, b.precision))
  }

  /// - Precondition: b is not zero, and one of the two has a precision.
  static func / (a: BigFloat, b: BigFloat) -> BigFloat {
    let precision = max(a.precision, b.precision)
    precondition(precision > 0, "a quotient of as many bits as are wanted")
    let shift = max(precision + 1 + b.significand.bitWidth - a.significand.bitWidth, 0)
    return BigFloat(
      (a.significand << shift) / b.significand, exponent: a.exponent - b.exponent - shift, precision: precision)
  }
}
