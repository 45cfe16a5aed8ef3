import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("The matched start") struct MatchedStartTests {
  @Test("is the reference's")
  func reference() throws {
    for (mu, expected) in try SeriesReference.matchedStart() {
      let found = MatchedStart.coefficients(momentum: mu, order: 4)
      #expect(found.map(\.tree) == RootedTree.all(upTo: 3))
      for (tree, value) in found { expectClose(value, try #require(expected[tree]), 1e-12, "mu \(mu), \(tree)") }
    }
  }

  @Test("begins with mu/(1-mu)^2 and mu(2+mu)/(1-mu)^4", arguments: [0, 1e-9, 0.1, 0.5, 0.9, 0.99, 0.9999])
  func closedForms(mu: Double) {
    let d = MatchedStart.coefficients(momentum: mu, order: 3).map(\.value)
    let gap = (1 - mu) * (1 - mu)
    expectRelative(d, [mu / gap, mu * (2 + mu) / (gap * gap)], 1e-13)
  }

  /// On a quadratic, z1(1−z2)/(z1−z2) with z1 > z2 the roots of z² − (1+µ−x)z + µ, x = ηλ.
  @Test("is exact on quadratics: the tall trees sum to the roots' closed form", arguments: [0.2, 0.5, 0.9])
  func quadratic(mu: Double) {
    let x = 0.01 * (1 - mu.squareRoot()) * (1 - mu.squareRoot())
    let b = 1 + mu - x
    let root = (b * b - 4 * mu).squareRoot()
    let (z1, z2) = ((b + root) / 2, (b - root) / 2)
    let d = MatchedStart.coefficients(momentum: mu, order: 9)
    let sum = d.reduce(1.0) { sum, term in
      term.tree.height == term.tree.nodes ? sum + term.value * pow(x, Double(term.tree.nodes)) : sum
    }
    expectClose(sum, z1 * (1 - z2) / (z1 - z2), 1e-13)
  }

  @Test("agrees in doubles with exact fractions", arguments: [1.0 / 1024, 1.0 / 2, 7.0 / 8, 127.0 / 128])
  func accuracy(mu: Double) {
    let table = TreeTable(order: 7)
    let exact = MatchedStart.weights(table, momentum: Rational(exactly: mu)) {}
    let found = MatchedStart.weights(table, momentum: mu) {}
    expectRelative(found, exact.map(\.doubleValue), 4e-13)
  }

  @Test(
    "agrees in doubles with exact fractions however small mu and nu are, of members and of two-step methods",
    arguments: [0, 0x1p-52, 0x1p-20, 0.001, 0.124, 0.125, 0.5, 1 - 0x1p-20], [0, 0x1p-40, -0.3, 0.25, -1, 3])
  func familyAccuracy(mu: Double, nu: Double) {
    let table = TreeTable(order: 4)
    for combinesGradients in [false, true] {
      let exact = MatchedStart.weights(
        table, momentum: Rational(exactly: mu), lookahead: Rational(exactly: nu), combinesGradients: combinesGradients
      ) {}
      let method = MomentumNumbers(momentum: mu, lookahead: nu, combinesGradients: combinesGradients)
      let found = MatchedStart.coefficients(method, order: 5) {}.map { $0.value * Double($0.tree.symmetry) }
      // Of doubles above 1/8, where the polynomials of nu are small beside their terms.
      expectRelative(found, exact.map(\.doubleValue), mu < 0.125 ? 1e-15 : 2e-13)
    }
  }

  /// E_k = Φ⁻¹ ∘ E_{k+1} ∘ Ψ_k from E_K = id: what is left out is of the size of µ^K.
  @Test("is the limit of the theorem's steps undone by the limit flow")
  func steps() {
    let table = TreeTable(order: 4)
    let µ = 0.5
    let limit = LimitRecursion.weights(table, LimitFactors(symbol: MomentumSymbol.values(momentum: µ, count: 4)))
    let back = TreeSeries.exponential(limit, on: table)
    var recursion = PiecewiseRecursion(table, momentum: µ)
    var steps: [[Double]] = []
    for _ in 0..<70 {
      recursion.advance()
      steps.append(TreeSeries.exponential(recursion.weights.map { -$0 }, on: table))
    }
    var map = table.trees.map { _ in 0.0 }
    for step in steps.reversed() {
      map = TreeSeries.composition(back, after: TreeSeries.composition(map, after: step, on: table), on: table)
    }
    expectRelative(MatchedStart.weights(table, momentum: µ) {}, map, 1e-11)
  }

  private func expectRelative(
    _ found: [Double], _ expected: [Double], _ tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    for (i, (a, b)) in zip(found, expected).enumerated() {
      let error = (a - b).magnitude
      #expect(error <= tolerance * b.magnitude, "[\(i)] \(a), \(b), \(error / b.magnitude)", sourceLocation: sourceLocation)
    }
  }
}
