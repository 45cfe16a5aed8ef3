extension LimitSeries {
  /// A coefficient whole: `(1 + 10 mu + mu^2)/12 / (1-mu)^5`; nil for a tree of more nodes than the order.
  public func coefficient(of tree: RootedTree) -> String? {
    numerator(of: tree).map { Self.coefficient($0, power: denominatorPower(of: tree)) }
  }

  /// A numerator over a power of 1 − µ.
  static func coefficient(_ numerator: Polynomial, power: Int) -> String {
    if power == 0 || numerator == .zero { return "\(numerator)" }
    let dividend = numerator.isWholeSum ? "(\(numerator))" : "\(numerator)"
    return "\(dividend) / (1-mu)" + (power == 1 ? "" : "^\(power)")
  }

  /// A line for each tree: number of nodes, tree, coefficient.
  ///
  ///     1 node   []       1 / (1-mu)
  ///     2 nodes  [[]]     (1 + mu)/2 / (1-mu)^3
  ///
  /// - Parameter lines: Where there are more, the last says how many trees are left out.
  public func text<E: Error>(lines: Int = .max, poll: () throws(E) -> Void) throws(E) -> String {
    let count = trees.count
    let shown = count <= lines ? count : max(lines - 1, 1)
    let most = trees[shown - 1].nodes
    let labelWidth = counted(most, "node").count + 2
    let treeWidth = 2 * most + 3
    var result: [String] = []
    for (i, tree) in trees.prefix(shown).enumerated() {
      let label = i == table.first[tree.nodes] ? counted(tree.nodes, "node") : ""
      result.append(
        label.padded(to: labelWidth) + tree.description.padded(to: treeWidth)
          + Self.coefficient(numerator(i), power: denominatorPower(of: tree)))
      if i % 64 == 0 { try poll() }
    }
    if shown < count { result.append("... and \(count - shown) more, which :text() shows") }
    return result.joined(separator: "\n")
  }
}
