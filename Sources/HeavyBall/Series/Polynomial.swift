/// A polynomial in µ with exact fractions as coefficients.
///
///     let µ = Polynomial.variable
///     let n = (µ * µ + µ * Polynomial(10) + Polynomial(1)) * Polynomial(Rational(1) / Rational(12))
///     n              // (1 + 10 mu + mu^2)/12
///     n[1]           // 5/6
///
/// Kept as integers over one common denominator, in lowest terms.
public struct Polynomial: Hashable, Sendable {
  /// The constant term first, the last one not zero.
  let numerators: [Integer]
  let denominator: Integer

  /// µ.
  public static let variable = Polynomial([0, 1])

  /// - Precondition: the denominator is positive.
  init(_ numerators: [Integer], over denominator: Integer = 1) {
    precondition(denominator > 0, "a positive denominator")
    var terms = numerators
    while terms.last == 0 { terms.removeLast() }
    var divisor = denominator
    for term in terms where divisor != 1 { divisor = divisor.greatestCommonDivisor(with: term) }
    if terms.isEmpty { divisor = denominator }
    self.numerators = divisor == 1 ? terms : terms.map { $0 / divisor }
    self.denominator = denominator / divisor
  }

  /// A constant.
  public init(_ fraction: Rational) { self.init([fraction.numerator], over: fraction.denominator) }

  /// The coefficients of a polynomial with whole ones.
  ///
  /// - Precondition: they are whole.
  var wholeNumerators: [Integer] {
    precondition(denominator == 1, "whole coefficients")
    return numerators
  }

  /// The coefficients, the constant term first; a single zero for the zero polynomial.
  public var coefficients: [Rational] {
    numerators.isEmpty ? [.zero] : numerators.map { Rational($0, denominator) }
  }

  /// The highest power; 0 for constants, zero among them.
  public var degree: Int { max(numerators.count - 1, 0) }

  /// The coefficient of µⁱ.
  public subscript(i: Int) -> Rational { i < numerators.count ? Rational(numerators[i], denominator) : .zero }

  /// Whether the coefficients read the same from both ends, from the first that is not zero to the last.
  public var isPalindromic: Bool {
    let core = numerators.drop { $0 == 0 }
    return core.elementsEqual(core.reversed())
  }

  /// The value at a fraction.
  public func callAsFunction(_ µ: Rational) -> Rational {
    numerators.reversed().reduce(Rational.zero) { $0 * µ + Rational($1, 1) } / Rational(denominator, 1)
  }

  /// The value at a double, by Horner's rule.
  public func callAsFunction(_ µ: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * µ + $1.doubleValue }
  }
}

extension Polynomial: FractionalScalar {
  public static var zero: Polynomial { Polynomial([]) }
  public init(_ integer: Int) { self.init([Integer(integer)]) }
  static func fraction(_ numerator: Int, _ denominator: Int) -> Polynomial {
    Polynomial(Rational(Integer(numerator), Integer(denominator)))
  }

  public static func + (a: Polynomial, b: Polynomial) -> Polynomial { combination(a, b) { $0 + $1 } }
  public static func - (a: Polynomial, b: Polynomial) -> Polynomial { combination(a, b) { $0 - $1 } }

  private static func combination(_ a: Polynomial, _ b: Polynomial, _ operation: (Integer, Integer) -> Integer) -> Polynomial {
    let terms = (0..<max(a.numerators.count, b.numerators.count)).map { i in
      operation(
        i < a.numerators.count ? a.numerators[i] * b.denominator : 0,
        i < b.numerators.count ? b.numerators[i] * a.denominator : 0)
    }
    return Polynomial(terms, over: a.denominator * b.denominator)
  }

  public static func * (a: Polynomial, b: Polynomial) -> Polynomial {
    if a.numerators.isEmpty || b.numerators.isEmpty { return .zero }
    var terms = Array(repeating: Integer(0), count: a.numerators.count + b.numerators.count - 1)
    for (i, x) in a.numerators.enumerated() {
      for (j, y) in b.numerators.enumerated() { terms[i + j].add(x, times: y) }
    }
    return Polynomial(terms, over: a.denominator * b.denominator)
  }
}
