import Testing

@testable import HeavyBall

@Suite("Rooted trees") struct RootedTreeTests {
  @Test("are as many as Cayley counted")
  func counts() {
    let expected = [0, 1, 1, 2, 4, 9, 20, 48, 115, 286, 719, 1842]
    #expect(RootedTree.counts(upTo: 11) == expected)
    let trees = RootedTree.all(upTo: 11)
    for n in 1...11 { #expect(trees.count { $0.nodes == n } == expected[n]) }
    #expect(Set(trees).count == trees.count && trees == trees.sorted())
  }

  @Test("are listed with fewer nodes first, and bushy ones before tall ones")
  func order() {
    #expect(RootedTree.all(nodes: 3).map(\.description) == ["[[][]]", "[[[]]]"])
    #expect(RootedTree.all(nodes: 4).map(\.description) == ["[[][][]]", "[[[]][]]", "[[[][]]]", "[[[[]]]]"])
    #expect(RootedTree.all(nodes: 0).isEmpty && RootedTree.all(upTo: 0).isEmpty)
  }

  @Test("stand with their children by decreasing number of nodes, then by text")
  func canonical() throws {
    for tree in RootedTree.all(upTo: 9) {
      let children = tree.children
      for (a, b) in zip(children, children.dropFirst()) {
        #expect((-a.nodes, a.description) <= (-b.nodes, b.description), "\(tree)")
      }
      #expect(RootedTree(children: children.reversed()) == tree)
      #expect(try RootedTree(parsing: tree.description) == tree)
    }
    #expect(try RootedTree(parsing: "[[][[]][[][]][[[]]]]").description == "[[[[]]][[][]][[]][]]")
  }

  @Test("know their nodes, height and symmetry")
  func measures() {
    #expect(RootedTree.leaf.nodes == 1 && RootedTree.leaf.height == 1 && RootedTree.leaf.symmetry == 1)
    let tree: RootedTree = "[[[][]][[][]][]]"
    #expect(tree.nodes == 8 && tree.height == 3 && tree.symmetry == 8)
    #expect(RootedTree.tall(5) == "[[[[[]]]]]")
    let bush = RootedTree(children: Array(repeating: .leaf, count: 20))
    #expect(bush.nodes == RootedTree.maximumNodes && bush.symmetry == 2_432_902_008_176_640_000)
  }

  /// Σ over the trees of n nodes of n!/(τ! σ) = (n−1)!, τ! being the tree factorial: recursive trees by their shape.
  @Test("have symmetries that count recursive trees")
  func recursiveTrees() {
    func factorial(_ tree: RootedTree) -> Int { tree.children.reduce(tree.nodes) { $0 * factorial($1) } }
    for n in 1...9 {
      let all = (1...n).reduce(1, *)
      #expect(RootedTree.all(nodes: n).reduce(0) { $0 + all / (factorial($1) * $1.symmetry) } == all / n)
    }
  }

  @Test(
    "that are none are refused with what is wrong and where",
    arguments: [
      ("", "'' is no tree: it is empty, and a single node is '[]'"),
      ("[[]", "'[[]' is no tree: the bracket at 1 is not closed"),
      ("[]]", "'[]]' is no tree: the bracket at 3 closes none"),
      ("[][]", "'[][]' is no tree: a second root begins at 3"),
      ("[[],[]]", "'[[],[]]' is no tree: ',' at 4 is neither '[' nor ']'"),
      (
        String(repeating: "[", count: 22) + String(repeating: "]", count: 22),
        "'\(String(repeating: "[", count: 22) + String(repeating: "]", count: 15))...' is no tree: it has more than 21 nodes"
      ),
    ])
  func errors(text: String, message: String) {
    do throws(RootedTree.ParseError) {
      let tree = try RootedTree(parsing: text)
      Issue.record("\(tree)")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test("graft onto every node")
  func grafting() {
    #expect(RootedTree.leaf.grafted(onto: .leaf) == ["[[]]": 1])
    #expect(RootedTree.leaf.grafted(onto: "[[][]]") == ["[[][][]]": 1, "[[[]][]]": 2])
    for s in RootedTree.all(upTo: 4) {
      for t in RootedTree.all(upTo: 4) { #expect(s.grafted(onto: t).values.reduce(0, +) == t.nodes) }
    }
  }

  /// (x ▷ y) ▷ z − x ▷ (y ▷ z) is symmetric in x and y.
  @Test("obey the pre-Lie identity")
  func preLie() {
    func product(_ a: [RootedTree: Int], _ b: [RootedTree: Int]) -> [RootedTree: Int] {
      var sum: [RootedTree: Int] = [:]
      for (s, m) in a {
        for (t, n) in b {
          for (tree, count) in s.grafted(onto: t) { sum[tree, default: 0] += m * n * count }
        }
      }
      return sum
    }
    func associator(_ x: RootedTree, _ y: RootedTree, _ z: RootedTree) -> [RootedTree: Int] {
      let left = product(product([x: 1], [y: 1]), [z: 1])
      return left.merging(product([x: 1], product([y: 1], [z: 1])).mapValues { -$0 }, uniquingKeysWith: +)
        .filter { $0.value != 0 }
    }
    let trees = RootedTree.all(upTo: 3)
    for x in trees {
      for y in trees {
        for z in trees { #expect(associator(x, y, z) == associator(y, x, z)) }
      }
    }
  }
}
