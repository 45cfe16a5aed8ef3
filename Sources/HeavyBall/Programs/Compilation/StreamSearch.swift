/// Finds products Aᵀf(Av, …) of a matrix and a vector in which f works element by element.
///
/// The gradient of every loss of Xw is one. Row i of A is all that element i of Av needs, and all that element i of f
/// adds to the result. So A can be read once for both products: half the time where reading A is what takes the time.
struct StreamSearch {
  let graph: Graph
  let aliases: TensorAliases
  let steps: [TensorSchedule.Step]

  /// The streams' ranges among the steps, which are put in an order that makes each stream consecutive: the first
  /// product, f, and last the second product.
  func found(reordering steps: inout [TensorSchedule.Step]) -> [Range<Int>] {
    var streams: [[Int]] = []
    var members: Set<Int> = []
    /// The first products so far, by their matrices.
    var firsts: [Matrix: [Int]] = [:]
    for i in steps.indices {
      guard let product = vectorProduct(i) else { continue }
      let (root, offset) = aliases[steps[i].operands[0]]
      let matrix = Matrix(root: root, offset: offset)
      if !product.transposeLeft {
        firsts[matrix, default: []].append(i)
        continue
      }
      // It is one of the last where there is one: f's other operands may be such products too.
      let found = firsts[matrix, default: []].suffix(4).reversed().lazy.compactMap { self.stream(from: $0, to: i) }.first
      guard let stream = found, members.isDisjoint(with: stream) else { continue }
      streams.append(stream)
      members.formUnion(stream)
    }
    let ends = Dictionary(uniqueKeysWithValues: streams.map { ($0.last!, $0) })
    var (order, ranges): ([Int], [Range<Int>]) = ([], [])
    for i in steps.indices {
      if let stream = ends[i] {
        ranges.append(order.count..<order.count + stream.count)
        order += stream
      } else if !members.contains(i) {
        order.append(i)
      }
    }
    steps = order.map { self.steps[$0] }
    return ranges
  }

  /// Where a matrix is kept.
  private struct Matrix: Hashable {
    let root: Int
    let offset: Int
  }

  /// The steps of the stream between two products, nil where there is none.
  ///
  /// All else that is computed between is to come before the stream. So what reads a step of it, up to the second product,
  /// is a step of it too: element by element, and wanted for f.
  private func stream(from first: Int, to last: Int) -> [Int]? {
    guard let source = producer(of: steps[last].operands[1]) else { return nil }
    var stream = [first]
    var made: Set<Int> = [steps[first].node]
    for i in first + 1..<last {
      let read = steps[i].operands.filter { made.contains(aliases[$0].root) }
      if read.isEmpty { continue }
      guard steps[i].action.isElementwise, read.allSatisfy({ producer(of: $0) != nil }) else { return nil }
      stream.append(i)
      made.insert(steps[i].node)
    }
    var wanted: Set<Int> = [source]
    for i in stream.reversed() {
      guard wanted.contains(i) else { return nil }
      for operand in steps[i].operands where i > first && made.contains(aliases[operand].root) {
        if let producer = producer(of: operand) { wanted.insert(producer) }
      }
    }
    return stream + [last]
  }

  /// The step that makes a value, where it makes exactly that and not a larger one.
  private func producer(of node: Int) -> Int? {
    let (root, offset) = aliases[node]
    guard offset == 0, graph.nodes[root].shape.count == graph.nodes[node].shape.count else { return nil }
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].node < root { low = middle + 1 } else { high = middle }
    }
    return low < steps.count && steps[low].node == root ? low : nil
  }

  /// The product that a step makes, where it is of a matrix and a vector.
  private func vectorProduct(_ i: Int) -> MatrixProduct? {
    guard case .operation(let operation) = steps[i].action, let product = operation as? MatrixProduct,
      !product.transposeRight, case .matrix(_, columns: 1) = graph.nodes[steps[i].node].shape
    else { return nil }
    return product
  }
}
