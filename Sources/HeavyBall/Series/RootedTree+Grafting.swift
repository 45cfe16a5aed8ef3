extension RootedTree {
  /// The trees made by hanging this one on one node of another, each with the number of nodes that give it.
  ///
  /// That is the derivative of one elementary differential along another, (F(s)·∇)F(t) = Σ F(t with s grafted), the
  /// Lie product of the paper's L^{(j,σ)}; it is pre-Lie, not associative.
  ///
  ///     RootedTree.leaf.grafted(onto: "[[]]")     // [[][]]: 1, [[[]]]: 1
  public func grafted(onto tree: RootedTree) -> [RootedTree: Int] {
    let children = tree.children
    var result = [RootedTree(children: children + [self]): 1]
    for (i, child) in children.enumerated() {
      for (grown, count) in grafted(onto: child) {
        var others = children
        others[i] = grown
        result[RootedTree(children: others), default: 0] += count
      }
    }
    return result
  }
}
