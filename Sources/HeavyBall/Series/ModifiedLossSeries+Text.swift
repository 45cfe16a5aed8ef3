extension ModifiedLossSeries {
  /// A coefficient whole: `(mu + mu^2)/2 / (1-mu)^5`; nil for a tree of more nodes than the order.
  public func coefficient(of tree: FreeTree) -> String? {
    numerator(of: tree).map { LimitSeries.coefficient($0, power: denominatorPower(of: tree)) }
  }

  /// A line for each tree: number of nodes, tree, drawing, coefficient.
  ///
  ///     1 node   []       o       1 / (1-mu)
  ///     2 nodes  [[]]     o-o     mu/2 / (1-mu)^3
  ///
  /// - Parameter lines: Where there are more, the last says how many trees are left out.
  public func text<E: Error>(lines: Int = .max, poll: () throws(E) -> Void) throws(E) -> String {
    let shown = trees.count <= lines ? trees.count : max(lines - 1, 1)
    let most = trees[shown - 1].nodes
    let drawings = trees.prefix(shown).map(\.line)
    let width = (drawings.map(\.count).max() ?? 1) + 3
    var (result, nodes) = ([String](), 0)
    for (i, tree) in trees.prefix(shown).enumerated() {
      let label = tree.nodes == nodes ? "" : counted(tree.nodes, "node")
      nodes = tree.nodes
      result.append(
        label.padded(to: counted(most, "node").count + 2) + "\(tree)".padded(to: 2 * most + 3)
          + drawings[i].padded(to: width) + (coefficient(of: tree) ?? ""))
      if i % 64 == 0 { try poll() }
    }
    if shown < trees.count { result.append("... and \(trees.count - shown) more, which :text() shows") }
    return result.joined(separator: "\n")
  }

  /// A LaTeX table: number of nodes, the tree drawn, coefficient. It needs the package tikz.
  public func latex<E: Error>(poll: () throws(E) -> Void) throws(E) -> String {
    var (rows, nodes) = (["\\begin{tabular}{rll}", "nodes & tree & coefficient \\\\ \\hline"], 0)
    for (i, tree) in trees.enumerated() {
      let label = tree.nodes == nodes ? "" : "\(tree.nodes)"
      nodes = tree.nodes
      let coefficient = LimitSeries.latex(numerator(of: tree) ?? .zero, power: denominatorPower(of: tree))
      rows.append("\(label) & \(tree.tikz) & $\(coefficient)$ \\\\")
      if i % 64 == 0 { try poll() }
    }
    return (rows + ["\\end{tabular}"]).joined(separator: "\n")
  }
}
