import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("The exact series") struct LimitSeriesTests {
  static let methods: [SeriesMethod] = [
    .heavyBall, .nesterov, .gradientDescent, .momentum(lookahead: Rational(3) / Rational(10)),
    .momentum(lookahead: Rational(-7) / Rational(4)),
  ]

  private func series(_ method: SeriesMethod = .heavyBall, order: Int) -> LimitSeries {
    LimitSeries(method, order: order) {}
  }

  @Test("has the reference's numerators through 5 nodes")
  func reference() throws {
    let series = series(order: 5)
    let expected = try SeriesReference.limit()
    #expect(expected.count == series.trees.count)
    for (tree, numerator) in expected {
      let found = try #require(series.numerator(of: tree))
      #expect((0..<numerator.count).map { "\(found[$0])" } == numerator && found.degree < numerator.count, "\(tree)")
    }
  }

  @Test("has numerators found apart: heavy ball's, Nesterov's, the family's")
  func interpolated() throws {
    for (method, order, rows) in [
      (SeriesMethod.heavyBall, 6, SeriesNumerators.heavyBall), (.nesterov, 3, SeriesNumerators.nesterov),
      (.momentum(lookahead: Rational(3) / Rational(10)), 3, SeriesNumerators.threeTenths),
    ] {
      let series = series(method, order: order)
      for (tree, numerator) in rows {
        let found = try #require(series.numerator(of: RootedTree(parsing: tree)))
        #expect(found.coefficients.map(\.description) == numerator, "\(method) \(tree)")
      }
    }
  }

  /// (Φ − (1+µ) + µΦ⁻¹)β = −ηf((1+ν)β − νΦ⁻¹β), f of a map having the weights Π a(children).
  @Test("is the flow that a method's steps lie on, exactly through 6 nodes", arguments: methods)
  func stepsOfTheMethod(method: SeriesMethod) {
    let series = series(method, order: 6)
    let µ = method == .gradientDescent ? Rational(0) : Rational(2) / Rational(5)
    let ν: Rational =
      switch method {
      case .heavyBall, .gradientDescent: .zero
      case .nesterov: µ
      case .momentum(let ν): ν
      }
    let field = series.trees.map { tree in
      Rational(tree.symmetry) * (series.numerator(of: tree) ?? .zero)(µ)
        / (Rational(1) - µ).power(series.denominatorPower(of: tree))
    }
    let back = TreeSeries.exponential(field, on: series.table)
    let forth = TreeSeries.exponential(field.map { Rational.zero - $0 }, on: series.table)
    for (i, tree) in series.trees.enumerated() {
      let gradient = tree.children.reduce(Rational(1)) { product, child in
        product * (series.table.number(of: child).map { Rational.zero - ν * back[$0] } ?? .zero)
      }
      #expect(forth[i] + µ * back[i] == Rational.zero - gradient, "\(tree)")
    }
  }

  @Test("has the closed form on tall trees: Σ_j C(n−1,j)² µ^j / n")
  func tallTrees() {
    let series = series(order: 8)
    for n in 1...8 {
      var (binomial, expected) = (1, [Rational]())
      for j in 0..<n {
        expected.append(Rational(binomial * binomial) / Rational(n))
        binomial = binomial * (n - 1 - j) / (j + 1)
      }
      #expect(series.numerator(of: .tall(n))?.coefficients == expected)
      #expect(series.denominatorPower(of: .tall(n)) == 2 * n - 1)
    }
  }

  @Test("has palindromic numerators for heavy ball, of degree below the number of nodes")
  func palindromes() {
    let series = series(order: 8)
    for tree in series.trees {
      let terms = (0..<tree.nodes).map { series.numerator(of: tree)?[$0] }
      #expect(terms.elementsEqual(terms.reversed()), "\(tree)")
      #expect(series.numerator(of: tree)?.degree ?? 0 < tree.nodes)
    }
  }

  /// At µ = 0 the bush with m leaves has (−1)^m B_m/m!.
  @Test("has Bernoulli numbers at mu = 0, and is gradient descent's there")
  func bernoulli() {
    let (descent, series) = (series(.gradientDescent, order: 7), series(order: 7))
    let expected = ["1", "1/2", "1/12", "0", "-1/720", "0", "1/30240"]
    for (m, value) in expected.enumerated() {
      let bush = RootedTree(children: Array(repeating: .leaf, count: m))
      #expect(descent.numerator(of: bush)?.description == value)
    }
    for tree in series.trees { #expect(series.numerator(of: tree)?[0] == descent.numerator(of: tree)?[0]) }
  }

  @Test("sums on a quadratic to the logarithm of heavy ball's root")
  func quadratic() {
    let (mu, x) = (0.5, 0.002)
    let b = 1 + mu - x
    let z = (b + (b * b - 4 * mu).squareRoot()) / 2
    let series = series(order: 8)
    let sum = zip(series.trees, series.values(momentum: mu)).reduce(0.0) { sum, term in
      term.0.height == term.0.nodes ? sum + term.1 * pow(x, Double(term.0.nodes)) : sum
    }
    expectClose(sum / x, -log(z) / x, 1e-11)
  }

  @Test("agrees with the recursion in doubles", arguments: methods)
  func doubles(method: SeriesMethod) {
    let series = series(method, order: 7)
    for mu in [0, 0.3, 0.9] {
      let exact = series.values(momentum: mu)
      let scale = zip(series.trees, exact).reduce(into: [Int: Double]()) {
        $0[$1.0.nodes] = max($0[$1.0.nodes, default: 0], $1.1.magnitude)
      }
      let ν = mu * method.lookahead[1].doubleValue + method.lookahead[0].doubleValue
      let numbers = MomentumNumbers(momentum: method == .gradientDescent ? 0 : mu, lookahead: ν)
      for (i, value) in (LimitCoefficients.values(numbers, order: 7) {}).enumerated() {
        let error = (value - exact[i]).magnitude / scale[series.trees[i].nodes, default: 1]
        #expect(error < 1e-14, "\(method), mu = \(mu), \(series.trees[i]): \(value), \(exact[i])")
      }
    }
    #expect(LimitCoefficients.values(momentum: 0, order: 4)[4] == 0)
  }

  @Test("ends where its poll function throws")
  func interruption() {
    struct Stop: Error {}
    for allowed in [0, 1, 7] {
      var calls = 0
      #expect(throws: Stop.self) {
        try LimitSeries(order: 8) { () throws(Stop) in
          calls += 1
          if calls > allowed { throw Stop() }
        }
      }
      #expect(calls == allowed + 1)
    }
  }

  @Test("prints as in the manual, of many trees some and how many are left out")
  func text() {
    #expect(
      series(order: 3).text {} == """
        1 node   []       1 / (1-mu)
        2 nodes  [[]]     (1 + mu)/2 / (1-mu)^3
        3 nodes  [[][]]   (1 + 10 mu + mu^2)/12 / (1-mu)^5
                 [[[]]]   (1 + 4 mu + mu^2)/3 / (1-mu)^5
        """)
    #expect(
      series(order: 3).text(lines: 3) {} == """
        1 node   []     1 / (1-mu)
        2 nodes  [[]]   (1 + mu)/2 / (1-mu)^3
        ... and 2 more, which :text() shows
        """)
    #expect(
      series(.gradientDescent, order: 4).text {} == """
        1 node   []         1
        2 nodes  [[]]       1/2
        3 nodes  [[][]]     1/12
                 [[[]]]     1/3
        4 nodes  [[][][]]   0
                 [[[]][]]   1/12
                 [[[][]]]   1/12
                 [[[[]]]]   1/4
        """)
    #expect(series(order: 6).coefficient(of: "[[[[]][]][]]") == "(4 mu + 26 mu^2 + 26 mu^3 + 4 mu^4) / (1-mu)^11")
    #expect(series(order: 4).coefficient(of: "[[][][]]") == "(mu + mu^2)/2 / (1-mu)^7")
    #expect(series(order: 2).coefficient(of: "[[][]]") == nil)
  }

  @Test("exports LaTeX and comma-separated values")
  func exports() {
    #expect(
      series(order: 2).latex {} == #"""
        \begin{tabular}{rll}
        nodes & tree & coefficient \\ \hline
        1 & \texttt{[]} & $\frac{1}{1-\mu}$ \\
        2 & \texttt{[[]]} & $\frac{1 + \mu}{2(1-\mu)^{3}}$ \\
        \end{tabular}
        """#)
    #expect(
      series(order: 3).csv {} == """
        tree,nodes,power,c0,c1,c2
        [],1,1,1,0,0
        [[]],2,3,1/2,1/2,0
        [[][]],3,5,1/12,5/6,1/12
        [[[]]],3,5,1/3,4/3,1/3

        """)
  }
}
