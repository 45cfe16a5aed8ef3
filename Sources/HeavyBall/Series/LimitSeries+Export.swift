extension LimitSeries {
  /// A LaTeX table: number of nodes, tree, coefficient.
  public func latex<E: Error>(poll: () throws(E) -> Void) throws(E) -> String {
    var nodes = 0
    let rows = try map(poll) { tree, numerator in
      let label = tree.nodes == nodes ? "" : "\(tree.nodes)"
      nodes = tree.nodes
      return "\(label) & \\texttt{\(tree)} & $\(Self.latex(numerator, power: denominatorPower(of: tree)))$ \\\\"
    }
    let head = ["\\begin{tabular}{rll}", "nodes & tree & coefficient \\\\ \\hline"]
    return (head + rows + ["\\end{tabular}"]).joined(separator: "\n")
  }

  static func latex(_ numerator: Polynomial, power: Int) -> String {
    let sum = numerator.sum { $0 == 1 ? "\\mu" : "\\mu^{\($0)}" }
    if numerator == .zero { return sum }
    let denominator = numerator.denominatorText == "1" ? "" : numerator.denominatorText
    let gap = power == 0 ? "" : power > 1 ? "(1-\\mu)^{\(power)}" : denominator.isEmpty ? "1-\\mu" : "(1-\\mu)"
    return denominator.isEmpty && gap.isEmpty ? sum : "\\frac{\(sum)}{\(denominator)\(gap)}"
  }

  /// Comma-separated: the tree, its nodes, the power of 1−µ below, and the numerator's coefficients as fractions.
  ///
  ///     tree,nodes,power,c0,c1
  ///     [],1,1,1,0
  ///     [[]],2,3,1/2,1/2
  public func csv<E: Error>(poll: () throws(E) -> Void) throws(E) -> String {
    let degree = try map(poll) { $1.degree }.max() ?? 0
    let names = (0...degree).map { "c\($0)" }
    let rows = try map(poll) { tree, numerator in
      let terms = (0...degree).map { "\(numerator[$0])" }
      return "\(tree),\(tree.nodes),\(denominatorPower(of: tree)),\(terms.joined(separator: ","))"
    }
    return (["tree,nodes,power," + names.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
  }
}
