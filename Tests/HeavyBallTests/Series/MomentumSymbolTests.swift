import Testing

@testable import HeavyBall

@Suite("The symbol of a momentum method") struct MomentumSymbolTests {
  @Test(
    "is that of exact fractions, rounded once, however small its numbers are beside their terms",
    arguments: [0, 0x1p-30, 0.5, 0.75, 0.9, 1 - 0x1p-20], [0, 1, -1, 0x1p-30, 0.5, 3])
  func exact(mu: Double, nu: Double) {
    let (µ, ν, count) = (Rational(exactly: mu), Rational(exactly: nu), 20)
    let exact = MomentumSymbol.cleared(momentum: µ, lookahead: ν, count: count).enumerated().map { j, p in
      (p / (Rational(1) - µ).power(j + 1)).doubleValue
    }
    #expect(MomentumSymbol.values(momentum: mu, lookahead: nu, count: count) == exact)
  }

  /// B_{62}/62! by mpmath, to 17 digits.
  @Test("has the Bernoulli numbers over factorials to the last")
  func bernoulli() {
    let p = MomentumSymbol.values(momentum: 0, count: 64)
    #expect(stride(from: 3, to: 64, by: 2).allSatisfy { p[$0] == 0 })
    #expect(p[62] == 6.514456035233815e-50)
  }
}
