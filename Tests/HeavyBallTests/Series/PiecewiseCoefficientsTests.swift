import Testing

@testable import HeavyBall

@Suite("The flow's coefficients step by step") struct PiecewiseCoefficientsTests {
  @Test("are the reference's")
  func reference() throws {
    for (mu, k, expected) in try SeriesReference.piecewise() {
      var c = PiecewiseCoefficients(momentum: mu, order: 4)
      for _ in 0..<k { c.advance() }
      #expect(c.step == k && c.trees == RootedTree.all(upTo: 4))
      for (tree, value) in zip(c.trees, c.coefficients) {
        expectClose(value, try #require(expected[tree]), 2e-15, "mu \(mu), step \(k), \(tree)")
      }
    }
  }

  @Test("are the logarithm of one step of heavy ball, exactly")
  func oneStep() {
    let table = TreeTable(order: 6)
    let µ = Rational(2) / Rational(3)
    var recursion = PiecewiseRecursion(table, momentum: µ)
    // The iterates as series at β_0, and step k as a map: β_{k+1} after the inverse of β_k.
    let zero = table.trees.map { _ in Rational.zero }
    var (previous, current) = (zero, zero)
    for k in 0...4 {
      recursion.advance()
      var next = zero
      for (i, tree) in table.trees.enumerated() {
        let source = tree.children.reduce(Rational(1)) { $0 * current[table.number(of: $1)!] }
        next[i] = (Rational(1) + µ) * current[i] - µ * previous[i] - source
      }
      let step = TreeSeries.composition(next, after: TreeSeries.inverse(current, on: table), on: table)
      #expect(TreeSeries.logarithm(step, on: table) == recursion.weights.map { Rational.zero - $0 }, "step \(k)")
      (previous, current) = (current, next)
    }
  }

  @Test("have the theorem's fixed point as limit, which the fast recursion gives too, exactly through 7 nodes")
  func fixedPoint() {
    let table = TreeTable(order: 7)
    for µ in [Rational(0), Rational(1) / Rational(2), Rational(9) / Rational(10)] {
      let symbol = SeriesMethod.heavyBall.symbol(count: 7).enumerated().map { $1(µ) / (Rational(1) - µ).power($0 + 1) }
      let fast = LimitRecursion.weights(table, LimitFactors(symbol: symbol))
      #expect(PiecewiseRecursion.limit(table, momentum: µ) == fast, "mu = \(µ)")
    }
  }

  @Test("are polynomials in mu, whose values are the numbers")
  func polynomials() {
    let table = TreeTable(order: 5)
    var exact = PiecewiseRecursion(table, momentum: Polynomial.variable)
    var c = PiecewiseCoefficients(momentum: 0.3, order: 5)
    for k in 0...3 {
      if k > 0 { c.advance() }
      exact.advance()
      for (i, tree) in table.trees.enumerated() {
        expectClose(c.coefficients[i], exact.weight(i)(0.3) / Double(tree.symmetry), 1e-14, "step \(k), \(tree)")
      }
    }
    #expect("\(exact.weight(1))" == "(1 + 4 mu + 9 mu^2 + 16 mu^3 + 9 mu^4 + 4 mu^5 + mu^6)/2")
  }

  @Test("settle on the limit, however near 1 the momentum is", arguments: [0, 0.3, 0.5, 0.9, 0.99])
  func settling(mu: Double) {
    var c = PiecewiseCoefficients(momentum: mu, order: 6)
    while !c.isSettled, c.step < 8000 { c.advance() }
    #expect(c.isSettled && c.coefficients == c.limit)
    if mu == 0 { #expect(c.step == 5) }
    // For good: the recursion stays where it is.
    var recursion = PiecewiseRecursion(TreeTable(order: 6), momentum: mu)
    for _ in 0..<c.step * 5 / 4 { recursion.advance() }
    for (i, tree) in c.trees.enumerated() {
      expectClose(recursion.weight(i) / Double(tree.symmetry), c.limit[i], 1e-12, "\(tree)")
    }
  }

  @Test("start as gradient descent's, whatever the momentum")
  func firstStep() {
    let c = PiecewiseCoefficients(momentum: 0.8, order: 5)
    let descent = PiecewiseCoefficients(momentum: 0, order: 5)
    expectClose(c.coefficients, descent.limit, 3e-16)
  }
}
