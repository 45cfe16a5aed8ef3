/// An exact fraction of integers of any size, in lowest terms, the denominator positive.
///
///     Rational(10) / Rational(12)            // 5/6
///     Rational("0.3")                        // 3/10
///     (Rational(1) / Rational(3)).doubleValue          // 0.333…, rounded once
public struct Rational: Hashable, Sendable {
  let numerator: Integer
  let denominator: Integer

  public init(_ integer: Int) {
    numerator = Integer(integer)
    denominator = 1
  }

  /// - Precondition: the denominator is not zero.
  init(_ numerator: Integer, _ denominator: Integer) {
    precondition(denominator != 0, "a fraction over zero")
    let divisor = numerator.greatestCommonDivisor(with: denominator) * (denominator < 0 ? -1 : 1)
    self.numerator = divisor == 1 ? numerator : numerator / divisor
    self.denominator = divisor == 1 ? denominator : denominator / divisor
  }

  /// The exact value of a double: 0.5 is 1/2, but 0.1 is 3602879701896397/2^55.
  ///
  /// - Precondition: it is finite.
  public init(exactly x: Double) {
    precondition(x.isFinite, "a finite number")
    // x = significand · 2^52 · 2^(exponent − 52), the first two together an integer.
    let integer = Integer(Int(x.significand * 0x1p52)) * (x < 0 ? -1 : 1)
    let shift = x == 0 ? 0 : Int(x.exponent) - 52
    self.init(shift > 0 ? integer << shift : integer, shift < 0 ? Integer(1) << -shift : 1)
  }

  /// Reads `3`, `-5/6` or a decimal such as `0.3` or `2.5e-3`; nil for anything else, or for more than 1000 characters.
  public init?(_ text: String) {
    guard text.utf8.count <= 1000 else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, let n = Integer(parts[0]), let d = Integer(parts[1]), d > 0 {
      self.init(n, d)
      return
    }
    let halves = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    guard parts.count == 1, halves.count <= 2, let exponent = halves.count == 2 ? Int(halves[1]) : 0,
      exponent.magnitude <= 400
    else { return nil }
    let digits = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard digits.count <= 2, digits.count < 2 || digits[1].allSatisfy({ $0.isASCII && $0.isNumber }),
      let whole = Integer(digits.joined())
    else { return nil }
    let places = exponent - (digits.count == 2 ? digits[1].count : 0)
    let power = Integer(10).power(Int(places.magnitude))
    self.init(places > 0 ? whole * power : whole, places < 0 ? power : 1)
  }
}

extension Rational: CustomStringConvertible {
  /// `5/6`, or `3` where the denominator is 1.
  public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}

extension Rational: SeriesField {
  public static var zero: Rational { Rational(0) }

  public static func + (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
  }
  public static func - (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)
  }
  public static func * (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.numerator, a.denominator * b.denominator)
  }
  /// - Precondition: b is not zero.
  public static func / (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.denominator, a.denominator * b.numerator)
  }
}

extension Rational {
  /// The nearest double, rounded once; infinite beyond the range.
  public var doubleValue: Double {
    // 66 bits of the quotient or 67: rounding asks for less, and whether something is left over.
    let shift = 66 + denominator.bitWidth - numerator.bitWidth
    let (quotient, rest) = (numerator << max(shift, 0)).quotientAndRemainder(dividingBy: denominator << max(-shift, 0))
    return quotient.rounded(exponent: -shift, hasMore: rest != 0)
  }
}
