extension RootedTree {
  /// The trees of n nodes in order: 1, 1, 2, 4, 9, 20, 48, 115, 286, 719, … of them.
  public static func all(nodes n: Int) -> [RootedTree] { n < 1 ? [] : Array(all(upTo: n).drop { $0.nodes < n }) }

  /// The trees of 1 to n nodes in order: fewer nodes first, and `[[][]]` before `[[[]]]`.
  ///
  /// - Complexity: in proportion to the number of trees, about 2.96ⁿ/n^1.5 of them, and to sorting them.
  public static func all(upTo n: Int) -> [RootedTree] {
    precondition(n <= maximumNodes, "trees of more than \(maximumNodes) nodes")
    var trees: [RootedTree] = []
    /// Trees with the children chosen so far, none larger than the last of them, and `remaining` nodes to place.
    func extend(_ children: inout [RootedTree], upTo last: Int, remaining: Int, into found: inout [RootedTree]) {
      if remaining == 0 { return found.append(RootedTree(sorted: children)) }
      for i in 0...last {
        let size = trees[i].nodes
        if size > remaining { break }
        children.append(trees[i])
        extend(&children, upTo: i, remaining: remaining - size, into: &found)
        children.removeLast()
      }
    }
    for size in 1...max(n, 1) where size <= n {
      var found: [RootedTree] = size == 1 ? [.leaf] : []
      var children: [RootedTree] = []
      if size > 1 { extend(&children, upTo: trees.count - 1, remaining: size - 1, into: &found) }
      trees += found.sorted()
    }
    return trees
  }

  /// How many trees of n nodes there are, without making them, for n = 0 … `top`.
  ///
  /// Cayley's recursion (n−1) a_n = Σ_{k<n} a_{n−k} Σ_{d|k} d a_d.
  public static func counts(upTo top: Int) -> [Int] {
    var a = [0, 1]
    for n in stride(from: 2, through: top, by: 1) {
      let sum = (1..<n).reduce(0) { sum, k in
        sum + a[n - k] * (1...k).reduce(0) { $0 + (k % $1 == 0 ? $1 * a[$1] : 0) }
      }
      a.append(sum / (n - 1))
    }
    return Array(a.prefix(top + 1))
  }
}
