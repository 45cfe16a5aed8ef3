import Testing

@testable import HeavyBall

@Suite("Exact arithmetic") struct ExactArithmeticTests {
  @Test("keeps fractions in lowest terms with a positive denominator")
  func fractions() {
    #expect("\(Rational(10) / Rational(-12))" == "-5/6" && "\(Rational(0) / Rational(-3))" == "0")
    #expect(Rational(1) / Rational(3) + Rational(1) / Rational(6) == Rational(1) / Rational(2))
  }

  @Test(
    "reads fractions and decimals as written",
    arguments: [
      ("3", "3"), ("-10/4", "-5/2"), ("0.3", "3/10"), ("2.5e-3", "1/400"), ("-1.5E2", "-150"), (".5", "1/2"),
      ("1/0", nil), ("x", nil), ("", nil), ("1/2/3", nil), ("1.2.3", nil), ("1e9999", nil), ("1.-5", nil),
    ] as [(String, String?)])
  func reading(text: String, expected: String?) { #expect(Rational(text)?.description == expected) }

  @Test("rounds fractions to the nearest double, once")
  func rounding() {
    for (n, d) in [(1, 3), (-2, 7), (Int.max, 1), (1, Int.max), (9_007_199_254_740_993, 1), (5, 10), (0, 3)] {
      let exact = Rational(n) / Rational(d)
      #expect(exact.doubleValue == (d == 1 ? Double(n) : Double(n) / Double(d)), "\(exact)")
    }
    for x in [0.1, -3.7e200, 5e-300, 0, 0x1p-1070] {
      #expect(Rational(exactly: x).doubleValue == x)
    }
  }

  @Test("prints polynomials as one writes them")
  func polynomials() {
    let µ = Polynomial.variable
    let twelfth = Polynomial(Rational(1) / Rational(12))
    #expect("\((µ * µ + µ * Polynomial(10) + Polynomial(1)) * twelfth)" == "(1 + 10 mu + mu^2)/12")
    #expect("\(µ * Polynomial(Rational(1) / Rational(2)))" == "mu/2" && "\(Polynomial(0))" == "0")
    #expect("\(Polynomial(-1) - µ * µ * Polynomial(3))" == "-1 - 3 mu^2" && "\(µ - µ)" == "0")
    #expect((µ + Polynomial(1))(Rational(1) / Rational(2)) == Rational(3) / Rational(2))
    #expect((µ * µ + Polynomial(1)).isPalindromic && !(µ * Polynomial(2) + Polynomial(1)).isPalindromic)
  }
}
