/// The trees of 1 to n nodes with the ways to cut each in two, by number: what every series is computed on.
///
/// A cut takes an edge away and leaves the trunk, with the root, and the branch. In series with the weights
/// a(τ) = σ(τ)c(τ), the derivative of one along another is Σ a(branch) b(trunk) over the cuts of τ, symmetries and all
/// (Hairer, Lubich and Wanner, Geometric Numerical Integration, IX.9), so that nothing else about trees is asked for.
struct TreeTable: Sendable {
  struct Cut: Hashable, Sendable {
    let trunk: Int32
    let branch: Int32
    /// How many edges of the tree give this cut.
    var edges: Int32
  }

  let order: Int
  let trees: [RootedTree]
  /// Trees of n nodes have the numbers first[n] ..< first[n + 1].
  let first: [Int]
  private(set) var cuts: [Cut] = []
  /// Tree number i has the cuts cutStart[i] ..< cutStart[i + 1].
  private(set) var cutStart: [Int] = [0]

  /// - Complexity: trees × nodes, some microseconds a tree.
  /// - Throws: what `poll` throws.
  init<E: Error>(order: Int, poll: () throws(E) -> Void) throws(E) {
    self.order = order
    trees = RootedTree.all(upTo: order)
    first = RootedTree.counts(upTo: order).reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    for (i, tree) in trees.enumerated() {
      cuts += cuts(of: tree)
      cutStart.append(cuts.count)
      if i % 256 == 0 { try poll() }
    }
  }

  init(order: Int) { self.init(order: order) {} }

  /// The number of a tree that the table has.
  func number(of tree: RootedTree) -> Int? {
    let nodes = tree.nodes
    guard nodes <= order else { return nil }
    var (low, high) = (first[nodes], first[nodes + 1])
    while low < high {
      let middle = (low + high) / 2
      if trees[middle] < tree { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The tree without its last child, and that child; nil of the single node.
  func split(_ tree: Int) -> (rest: Int, last: Int)? {
    var children = trees[tree].children
    guard let child = children.popLast(), let last = number(of: child),
      let rest = number(of: RootedTree(sorted: children))
    else { return nil }
    return (rest, last)
  }

  func cuts(of number: Int) -> ArraySlice<Cut> { cuts[cutStart[number]..<cutStart[number + 1]] }

  /// σ of every tree.
  var symmetries: [Int] { trees.map(\.symmetry) }

  /// From the cuts of its children, which have lower numbers.
  private func cuts(of tree: RootedTree) -> [Cut] {
    let children = tree.children
    var edges: [SIMD2<Int32>: Int32] = [:]
    for (i, child) in children.enumerated() {
      var others = children
      others.remove(at: i)
      guard let branch = number(of: child), let trunk = number(of: RootedTree(sorted: others)) else { continue }
      edges[[Int32(branch), Int32(trunk)], default: 0] += 1
      for cut in cuts(of: branch) {
        let rest = trees[Int(cut.trunk)]
        let place = others.firstIndex { $0 <= rest } ?? others.count
        others.insert(rest, at: place)
        if let trunk = number(of: RootedTree(sorted: others)) {
          edges[[cut.branch, Int32(trunk)], default: 0] += cut.edges
        }
        others.remove(at: place)
      }
    }
    return edges.map { Cut(trunk: $0.key[1], branch: $0.key[0], edges: $0.value) }
      .sorted { ($0.branch, $0.trunk) < ($1.branch, $1.trunk) }
  }
}
