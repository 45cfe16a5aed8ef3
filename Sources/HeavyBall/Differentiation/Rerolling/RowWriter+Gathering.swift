extension RowWriter {
  /// The elements of nodes, one after another, in a shape: a part of what holds them where they stand there like this.
  func gathered(_ nodes: [Int], _ shape: Shape) -> Expression {
    var runs: [Run] = []
    for node in nodes {
      let (root, offset) = location(node)
      let count = graph.nodes[node].shape.count
      if let last = runs.last, last.root == root, last.offset + last.count == offset {
        runs[runs.count - 1].count += count
      } else {
        runs.append(Run(root: root, offset: offset, count: count))
      }
    }
    if runs.count > 4, runs.count > nodes.count / 8 { return picked(runs, shape) }
    return Expression.concatenation(runs.map { stored($0.root).slice(from: $0.offset, .vector($0.count)) }).reshaped(shape)
  }

  private struct Run {
    let root: Root
    let offset: Int
    var count: Int
  }

  /// Many short runs: what holds them, one after another, and of that the elements by their numbers.
  private func picked(_ runs: [Run], _ shape: Shape) -> Expression {
    var order: [Root] = []
    var spans: [Root: (first: Int, end: Int)] = [:]
    for run in runs {
      if let span = spans[run.root] {
        spans[run.root] = (min(span.first, run.offset), max(span.end, run.offset + run.count))
      } else {
        order.append(run.root)
        spans[run.root] = (run.offset, run.offset + run.count)
      }
    }
    var starts: [Root: Int] = [:]
    var end = 0
    let parts = order.map { root in
      let (first, last) = spans[root]!
      starts[root] = end - first
      end += last - first
      return stored(root).slice(from: first, .vector(last - first))
    }
    let whole = Expression.concatenation(parts)
    let indices = runs.flatMap { run in (0..<run.count).map { starts[run.root]! + run.offset + $0 } }
    return shapesSuit { () throws(ShapeError) in try whole.elements(indices, shape) }
  }
}
