/// An exact rational function of µ whose denominator is a product of powers of µ, 1 − µ, 1 + µ, 1 + µ + µ², …: the cyclotomic
/// polynomials Φ_d, the first with the other sign, which are all that µⁱ − 1 is made of.
///
///     let µ = CyclotomicFraction.variable
///     CyclotomicFraction(1) / (µ - µ * µ)     // 1 / (mu (1-mu))
///
/// Kept in lowest terms.
struct CyclotomicFraction: Hashable, Sendable {
  let numerator: Polynomial
  /// Those of µ, Φ₁, Φ₂, … below, the last not 0.
  let powers: [Int]

  /// µ.
  static let variable = CyclotomicFraction(.variable, powers: [])

  init(_ numerator: Polynomial, powers: [Int]) {
    var (rest, left) = (numerator, numerator == .zero ? [] : powers)
    for (d, power) in left.enumerated() {
      for _ in 0..<power {
        guard let quotient = rest.quotient(by: Self.factor(d)) else { break }
        rest = quotient
        left[d] -= 1
      }
    }
    while left.last == 0 { left.removeLast() }
    (self.numerator, self.powers) = (rest, left)
  }

  /// µ for 0, 1 − µ for 1, then Φ_d.
  static func factor(_ d: Int) -> Polynomial { d < known.count ? known[d] : made(d) }

  private static let known = (0...12).map(made)

  private static func made(_ d: Int) -> Polynomial {
    if d == 0 { return .variable }
    // 1 − µᵈ is Φ₁ times the others whose number divides d.
    var rest = Polynomial([1] + Array(repeating: 0, count: d - 1) + [-1])
    for e in stride(from: 1, to: d, by: 1) where d % e == 0 { rest = rest.quotient(by: made(e)) ?? rest }
    return rest
  }

  /// The numerator over a product of other powers, at least its own.
  private func numerator(over other: [Int]) -> Polynomial {
    other.enumerated().reduce(numerator) { product, factor in
      let (d, power) = factor
      return (0..<power - (d < powers.count ? powers[d] : 0)).reduce(product) { product, _ in product * Self.factor(d) }
    }
  }

  private static func merged(_ a: [Int], _ b: [Int], _ combine: (Int, Int) -> Int) -> [Int] {
    (0..<max(a.count, b.count)).map { combine($0 < a.count ? a[$0] : 0, $0 < b.count ? b[$0] : 0) }
  }
}

extension CyclotomicFraction: SeriesField {
  static var zero: CyclotomicFraction { CyclotomicFraction(.zero, powers: []) }

  init(_ integer: Int) { self.init(Polynomial(integer), powers: []) }

  static func fraction(_ numerator: Int, _ denominator: Int) -> CyclotomicFraction {
    CyclotomicFraction(.fraction(numerator, denominator), powers: [])
  }

  static func + (a: CyclotomicFraction, b: CyclotomicFraction) -> CyclotomicFraction {
    let powers = merged(a.powers, b.powers, max)
    return CyclotomicFraction(a.numerator(over: powers) + b.numerator(over: powers), powers: powers)
  }

  static func - (a: CyclotomicFraction, b: CyclotomicFraction) -> CyclotomicFraction { a + b * CyclotomicFraction(-1) }

  static func * (a: CyclotomicFraction, b: CyclotomicFraction) -> CyclotomicFraction {
    CyclotomicFraction(a.numerator * b.numerator, powers: merged(a.powers, b.powers, +))
  }

  /// - Precondition: b's numerator is a number times a product of the factors.
  static func / (a: CyclotomicFraction, b: CyclotomicFraction) -> CyclotomicFraction {
    var (rest, powers, d) = (b.numerator, [Int](), 0)
    while rest.degree > 0 {
      precondition(d <= b.numerator.degree + 1 || d < 3, "a divisor made of powers of mu and cyclotomic polynomials")
      powers.append(0)
      while let quotient = rest.quotient(by: factor(d)) {
        rest = quotient
        powers[d] += 1
      }
      d += 1
    }
    let scale = Polynomial(Rational(1) / rest[0])
    let above = b.powers.enumerated().reduce(a.numerator * scale) { product, factor in
      (0..<factor.element).reduce(product) { product, _ in product * Self.factor(factor.offset) }
    }
    return CyclotomicFraction(above, powers: merged(a.powers, powers, +))
  }
}

extension CyclotomicFraction: CustomStringConvertible {
  /// `(1 + mu)/2 / (1-mu)^3`, `-mu / ((1-mu)^2 (1+mu))`.
  var description: String {
    let factors = powers.enumerated().compactMap { d, power -> String? in
      if power == 0 { return nil }
      let name = d == 0 ? "mu" : "(\("\(Self.factor(d))".replacing(" ", with: "")))"
      return power == 1 ? name : "\(name)^\(power)"
    }
    if factors.isEmpty { return "\(numerator)" }
    let dividend = numerator.isWholeSum ? "(\(numerator))" : "\(numerator)"
    return "\(dividend) / " + (factors.count == 1 ? factors[0] : "(\(factors.joined(separator: " ")))")
  }

  /// The same in LaTeX.
  var latex: String {
    let power = { (i: Int) in i == 1 ? "\\mu" : "\\mu^{\(i)}" }
    let sum = numerator.sum(power: power)
    var below = numerator.denominatorText == "1" ? "" : numerator.denominatorText
    for (d, n) in powers.enumerated() where n > 0 {
      let name = d == 0 ? "\\mu" : "(\(Self.factor(d).sum(power: power)))"
      below += (d == 0 && !below.isEmpty ? " " : "") + (n == 1 ? name : "\(name)^{\(n)}")
    }
    return below.isEmpty ? sum : "\\frac{\(sum)}{\(below)}"
  }
}

extension Polynomial {
  /// The quotient, nil where something is left.
  ///
  /// - Precondition: the divisor is of integers, the last 1 or −1.
  fileprivate func quotient(by divisor: Polynomial) -> Polynomial? {
    let (d, n) = (divisor.numerators, divisor.numerators.count - 1)
    guard self != .zero, numerators.count > n, let leading = d.last else { return nil }
    var rest = numerators
    var terms = Array(repeating: Integer(0), count: numerators.count - n)
    for i in terms.indices.reversed() {
      terms[i] = rest[i + n] * leading
      for (j, c) in d.enumerated() { rest[i + j] = rest[i + j] - terms[i] * c }
    }
    return rest.allSatisfy { $0 == 0 } ? Polynomial(terms, over: denominator) : nil
  }
}
