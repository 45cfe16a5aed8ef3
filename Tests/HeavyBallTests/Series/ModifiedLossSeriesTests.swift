import Testing

@testable import HeavyBall

@Suite("The modified loss's exact series") struct ModifiedLossSeriesTests {
  private let series = ModifiedLossSeries(order: 8) {}

  @Test("has a tree for each free tree, however it is rooted")
  func trees() {
    #expect((1...9).map { FreeTree.all(nodes: $0).count } == [1, 1, 1, 2, 3, 6, 11, 23, 47])
    #expect(series.trees.count == 48)
    for tree in RootedTree.all(upTo: 7) {
      let free = FreeTree(tree)
      #expect(free.rootings[tree] != nil && free.rootings.values.reduce(0, +) == tree.nodes)
      #expect(free.rootings.keys.allSatisfy { FreeTree($0) == free })
    }
    #expect(FreeTree("[[[]]]").description == "[[][]]")
    #expect(FreeTree("[[[[]]]]").rootings == ["[[[[]]]]": 2, "[[[]][]]": 2])
  }

  /// Those of `modified_loss_map.json`, computed in SymPy by composition of the maps.
  @Test("has the reference's coefficients through 5 nodes")
  func reference() {
    let expected: [(RootedTree, String)] = [
      ("[]", "1 / (1-mu)"), ("[[]]", "mu/2 / (1-mu)^3"), ("[[][]]", "(mu + mu^2)/2 / (1-mu)^5"),
      ("[[][][]]", "(mu + 4 mu^2 + mu^3)/6 / (1-mu)^7"), ("[[][[]]]", "(mu + 3 mu^2 + mu^3)/2 / (1-mu)^7"),
      ("[[][][][]]", "(mu + 11 mu^2 + 11 mu^3 + mu^4)/24 / (1-mu)^9"),
      ("[[][][[]]]", "(mu + 8 mu^2 + 8 mu^3 + mu^4)/2 / (1-mu)^9"),
      ("[[][[[]]]]", "(mu + 6 mu^2 + 6 mu^3 + mu^4)/2 / (1-mu)^9"),
    ]
    for (tree, text) in expected { #expect(series.coefficient(of: FreeTree(tree)) == text, "\(tree)") }
    #expect(series.coefficient(of: FreeTree(.tall(9))) == nil)
  }

  /// That is what makes the step a gradient.
  @Test("has the same coefficient from every root of a tree, exactly through 8 nodes")
  func everyRoot() {
    for tree in series.trees {
      let found = tree.rootings.keys.map { series.numerator(of: tree, rooted: $0) }
      #expect(found.allSatisfy { $0 != nil && $0 == found[0] }, "\(tree)")
    }
  }

  /// Narayana's numbers are C(m, j)C(m, j−1)/m, Euler's A(m, j) = (j+1)A(m−1, j) + (m−j)A(m−1, j−1).
  @Test("has Narayana's polynomials on paths, and Euler's on stars")
  func closedForms() {
    func choose(_ n: Int, _ k: Int) -> Int { (0..<k).reduce(1) { $0 * (n - $1) / ($1 + 1) } }
    var euler = [1]
    for n in 2...8 {
      let m = n - 1
      let narayana = (1...m).map { Rational(choose(m, $0) * choose(m, $0 - 1)) / Rational(2 * m) }
      #expect(series.numerator(of: FreeTree(.tall(n)))?.coefficients == [.zero] + narayana, "path of \(n)")
      if m > 1 {
        euler = (0..<m).map { j in
          (j < m - 1 ? (j + 1) * euler[j] : 0) + (j > 0 ? (m - j) * euler[j - 1] : 0)
        }
      }
      guard n >= 4 else { continue }
      let star = FreeTree(RootedTree(children: Array(repeating: .leaf, count: m)))
      let factorial = (1...m).reduce(1, *)
      #expect(
        series.numerator(of: star)?.coefficients == [.zero] + euler.map { Rational($0) / Rational(factorial) }, "star of \(n)")
    }
  }

  @Test("prints trees with their drawings, of many some, and draws them in LaTeX")
  func text() {
    let small = ModifiedLossSeries(order: 4) {}
    #expect(
      small.text {} == """
        1 node   []         o           1 / (1-mu)
        2 nodes  [[]]       o-o         mu/2 / (1-mu)^3
        3 nodes  [[][]]     o-o-o       (mu + mu^2)/2 / (1-mu)^5
        4 nodes  [[][][]]   o-o(-o)-o   (mu + 4 mu^2 + mu^3)/6 / (1-mu)^7
                 [[[]][]]   o-o-o-o     (mu + 3 mu^2 + mu^3)/2 / (1-mu)^7
        """)
    #expect(
      small.text(lines: 2) {} == """
        1 node  []   o   1 / (1-mu)
        ... and 4 more, which :text() shows
        """)
    #expect(FreeTree("[[[]][[]][]]").line == "o-o-o(-o)-o-o")
    #expect(FreeTree("[[[]][[]][[]]]").line == "o-o-o(-o-o)-o-o")
    let dots = "\\fill (0,0) circle (4pt) (1,0) circle (4pt)"
    #expect(
      ModifiedLossSeries(order: 2) {}.latex {} == """
        \\begin{tabular}{rll}
        nodes & tree & coefficient \\\\ \\hline
        1 & \\tikz[scale=0.3]{\\fill (0,0) circle (4pt);} & $\\frac{1}{1-\\mu}$ \\\\
        2 & \\tikz[scale=0.3]{\\draw (0,0) -- (1,0); \(dots);} & $\\frac{\\mu}{2(1-\\mu)^{3}}$ \\\\
        \\end{tabular}
        """)
    for tree in series.trees {
      // A drawing has a dot for each node, no two in one place, and one edge fewer.
      let dots = tree.tikz.split(separator: "fill")[1].split(separator: "circle").dropLast().map {
        $0.replacing("(4pt)", with: "").trimming()
      }
      #expect(dots.count == tree.nodes && Set(dots).count == tree.nodes, "\(tree)")
      #expect(tree.tikz.split(separator: "--").count == tree.nodes, "\(tree)")
      #expect(tree.line.count { $0 == "o" } == tree.nodes, "\(tree)")
    }
  }

  @Test("has numbers at mu, and ends where its poll function throws")
  func values() {
    struct Stop: Error {}
    let values = ModifiedLossSeries(order: 3) {}.values(momentum: 0.5) {}
    expectClose(values, [2, 2, 12], 1e-15)
    #expect(throws: Stop.self) { try ModifiedLossSeries(order: 6) { () throws(Stop) in throw Stop() } }
  }
}

extension StringProtocol {
  fileprivate func trimming() -> String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
