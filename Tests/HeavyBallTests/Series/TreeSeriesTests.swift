import Testing

@testable import HeavyBall

@Suite("Series on trees") struct TreeSeriesTests {
  let table = TreeTable(order: 6)
  var field: [Rational] { table.trees.indices.map { Rational(3 * $0 % 7 - 2) / Rational($0 + 2) } }
  var other: [Rational] { table.trees.indices.map { Rational(5 * $0 % 11 - 4) / Rational(2 * $0 + 3) } }

  @Test("have logarithms and exponentials that undo each other, exactly")
  func inverses() {
    #expect(TreeSeries.logarithm(TreeSeries.exponential(field, on: table), on: table) == field)
    #expect(TreeSeries.exponential(TreeSeries.logarithm(other, on: table), on: table) == other)
    let identity = table.trees.map { _ in Rational.zero }
    #expect(TreeSeries.composition(other, after: TreeSeries.inverse(other, on: table), on: table) == identity)
  }

  @Test("compose associatively, and as a sum over what is cut off")
  func composition() {
    let (a, b) = (field, other)
    let c = TreeSeries.exponential(field, on: table)
    let left = TreeSeries.composition(TreeSeries.composition(a, after: b, on: table), after: c, on: table)
    let right = TreeSeries.composition(a, after: TreeSeries.composition(b, after: c, on: table), on: table)
    #expect(left == right)
    let product = TreeSeries.composition(a, after: b, on: table)
    for (i, tree) in table.trees.enumerated() {
      #expect(product[i] == b[i] + pruned(tree, above: a, below: b), "\(tree)")
    }
  }

  /// Σ a(what is left with the root) Π b(what was cut off), over all ways to cut.
  private func pruned(_ tree: RootedTree, above a: [Rational], below b: [Rational]) -> Rational {
    remainders(of: tree, b).reduce(Rational.zero) { sum, part in
      sum + part.weight * (table.number(of: part.tree).map { a[$0] } ?? .zero)
    }
  }

  private func remainders(of tree: RootedTree, _ b: [Rational]) -> [(tree: RootedTree, weight: Rational)] {
    var partial: [(children: [RootedTree], weight: Rational)] = [([], Rational(1))]
    for child in tree.children {
      let cut = table.number(of: child).map { b[$0] } ?? .zero
      partial = partial.flatMap { part in
        [(part.children, part.weight * cut)]
          + remainders(of: child, b).map { (part.children + [$0.tree], part.weight * $0.weight) }
      }
    }
    return partial.map { (RootedTree(children: $0.children), $0.weight) }
  }

  /// (F(s)·∇)F(t) in series: weights σ of s and t, and the grafted trees' σ times their number.
  @Test("have the Lie product of trees as derivative")
  func lieProduct() throws {
    for s in RootedTree.all(upTo: 3) {
      for t in RootedTree.all(upTo: 3) {
        let series = { (tree: RootedTree) in table.trees.map { Rational($0 == tree ? tree.symmetry : 0) } }
        let derivative = TreeSeries.derivative(of: series(t), along: series(s), on: table)
        let grafted = s.grafted(onto: t)
        for (tree, weight) in zip(table.trees, derivative) {
          #expect(weight == Rational(grafted[tree, default: 0] * tree.symmetry), "\(s) on \(t): \(tree)")
        }
      }
    }
  }

  /// exp of η f: the exact flow's weights are 1/τ!.
  @Test("give the exact flow of f the inverse tree factorials")
  func exactFlow() {
    func factorial(_ tree: RootedTree) -> Int { tree.children.reduce(tree.nodes) { $0 * factorial($1) } }
    let f = table.trees.map { Rational($0 == .leaf ? 1 : 0) }
    let flow = TreeSeries.exponential(f, on: table)
    for (tree, weight) in zip(table.trees, flow) { #expect(weight == Rational(1) / Rational(factorial(tree))) }
  }
}
