import Testing

@testable import HeavyBall

@Suite("Sequences that answer at once") struct SlavedSequenceTests {
  private func value(_ sequence: ExponentialPolynomial<Double>, _ µ: Double, at k: Int) -> Double {
    sequence.terms.enumerated().reduce(0) { sum, term in
      let power = (0..<term.offset * k.magnitude.asInt).reduce(1.0) { x, _ in k < 0 ? x / µ : x * µ }
      return sum + term.element.enumerated().reduce(0) { $0 + $1.element * power * binomial(k, $1.offset) }
    }
  }

  private func binomial(_ k: Int, _ l: Int) -> Double { (0..<l).reduce(1) { $0 * Double(k - $1) / Double($1 + 1) } }

  @Test("solve their recursion at every step", arguments: [0.2, 0.5, 0.9])
  func recursion(mu: Double) {
    let r = ExponentialPolynomial<Double>(terms: [[1, -2, 0.5, 0.25], [3, 0.7], [], [-1.5, 2, 1]])
    let (a, sums) = r.slaved(momentum: mu)
    for k in -3...6 {
      let found = value(a, mu, at: k + 1) + (1 + mu) * value(a, mu, at: k) + mu * value(a, mu, at: k - 1)
      let expected = -value(r, mu, at: k)
      #expect((found - expected).magnitude < 1e-9 * max(1, expected.magnitude), "step \(k)")
      let sum = value(a, mu, at: k) + value(a, mu, at: k - 1)
      #expect((value(sums, mu, at: k) - sum).magnitude < 1e-9 * max(1, sum.magnitude), "step \(k)")
    }
  }

  @Test("of polynomials are polynomials without momentum")
  func noMomentum() {
    let (a, sums) = ExponentialPolynomial<Double>(terms: [[1, -2, 0.5]]).slaved(momentum: 0)
    for k in -3...6 {
      let r = 1 - 2 * binomial(k, 1) + 0.5 * binomial(k, 2)
      #expect((value(a, 0, at: k + 1) + value(a, 0, at: k) + r).magnitude < 1e-12)
      #expect((value(a, 0, at: k) + value(a, 0, at: k - 1) - value(sums, 0, at: k)).magnitude < 1e-12)
    }
  }

  @Test("make trees whose gradients answer freely or at once")
  func forests() {
    let forests = PhaseForest.all(upTo: 3, responses: PhaseTree.Response.allCases)
    #expect(forests.map(\.count) == [1, 3, 12, 52])
    #expect(Set(forests.joined()).count == 68)
    #expect(forests[1].map(\.description).sorted() == ["()", "[]", "m"])
    let rest = PhaseForest.all(upTo: 2, responses: PhaseTree.Response.allCases, hasMomentum: false)
    #expect(rest.map(\.count) == [1, 2, 7])
  }
}

extension UInt { fileprivate var asInt: Int { Int(self) } }
