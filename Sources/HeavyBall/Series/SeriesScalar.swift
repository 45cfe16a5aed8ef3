/// What the coefficients of a series on trees may be: doubles, exact fractions, polynomials in µ, whole numbers.
protocol SeriesScalar: AdditiveArithmetic, Sendable {
  init(_ integer: Int)
  static func * (a: Self, b: Self) -> Self
  /// Adds a·b.
  mutating func add(_ a: Self, times b: Self)
}

/// Coefficients that hold fractions.
protocol FractionalScalar: SeriesScalar {
  static func fraction(_ numerator: Int, _ denominator: Int) -> Self
}

/// Coefficients that can be divided by.
protocol SeriesField: FractionalScalar {
  static func / (a: Self, b: Self) -> Self
}

extension SeriesField {
  static func fraction(_ numerator: Int, _ denominator: Int) -> Self { Self(numerator) / Self(denominator) }
}

extension Double: SeriesField {}

extension SeriesScalar {
  mutating func add(_ a: Self, times b: Self) { self += a * b }

  /// The n-th power.
  func power(_ n: Int) -> Self { (0..<n).reduce(Self(1)) { power, _ in power * self } }
}

extension FractionalScalar {
  /// 1/m! for m = 0 … `top`.
  static func inverseFactorials(upTo top: Int) -> [Self] {
    (0...top).reduce(into: []) { $0.append($1 == 0 ? Self(1) : $0[$1 - 1] * .fraction(1, $1)) }
  }
}
