extension FreeTree {
  /// A drawing in a line: `o-o(-o)-o`, the longest path with what hangs on it in brackets.
  public var line: String { Self.text(path) }

  /// A drawing in LaTeX, a `\tikz` of dots and edges.
  public var tikz: String {
    var edges: [String] = []
    var dots: [String] = []
    /// Draws what is above a vertex, and says where its next neighbour on the same height has room.
    func draw(_ tree: Branches, at x: Int, height y: Int) -> Int {
      dots.append("(\(x),\(y)) circle (4pt)")
      var next = x
      for branch in tree.others {
        edges.append("(\(x),\(y)) -- (\(next),\(y + 1))")
        next = draw(branch, at: next, height: y + 1)
      }
      // What is above ends before the path goes on.
      let right = max(next, x + 1)
      if let along = tree.next {
        edges.append("(\(x),\(y)) -- (\(right),\(y))")
        return draw(along, at: right, height: y)
      }
      return right
    }
    _ = draw(path, at: 0, height: 0)
    let draw = edges.isEmpty ? "" : "\\draw " + edges.joined(separator: " ") + "; "
    return "\\tikz[scale=0.3]{\(draw)\\fill " + dots.joined(separator: " ") + ";}"
  }

  /// A vertex, the vertex that its path goes on to, and the branches that hang on it.
  private final class Branches {
    let others: [Branches]
    let next: Branches?

    /// - Parameter tree: the vertex as a root, what comes before it taken away.
    init(_ tree: RootedTree) {
      let sorted = tree.children.sorted { ($0.height, $0) > ($1.height, $1) }
      next = sorted.first.map { Branches($0) }
      others = sorted.dropFirst().map { Branches($0) }
    }
  }

  /// From an end of a longest path on: the least of the highest rootings.
  private var path: Branches {
    let rootings = rootings.keys
    let height = rootings.map(\.height).max() ?? 1
    return Branches(rootings.filter { $0.height == height }.min() ?? root)
  }

  private static func text(_ tree: Branches) -> String {
    "o" + tree.others.map { "(-" + text($0) + ")" }.joined() + (tree.next.map { "-" + text($0) } ?? "")
  }
}
