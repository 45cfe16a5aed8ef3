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
    for last in steps.indices {
      guard let stream = stream(endingAt: last), members.isDisjoint(with: stream) else { continue }
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

  /// The steps of the stream whose second product is the given step.
  private func stream(endingAt last: Int) -> [Int]? {
    guard let second = vectorProduct(last), second.transposeLeft, let source = producer(of: steps[last].operands[1])
    else { return nil }
    let matrix = aliases[steps[last].operands[0]]
    var first: Int?
    var known: [Int: Bool] = [:]
    /// Whether a step is the first product or makes elements of f from it; nil in `first` where there are two.
    func belongs(_ i: Int) -> Bool {
      if let answer = known[i] { return answer }
      var answer = false
      if let product = vectorProduct(i), !product.transposeLeft {
        answer = aliases[steps[i].operands[0]] == matrix && (first ?? i) == i
        if answer { first = i }
      } else if steps[i].action.isElementwise {
        for operand in steps[i].operands {
          if let source = producer(of: operand), belongs(source) { answer = true }
        }
      }
      known[i] = answer
      return answer
    }
    guard belongs(source), let first else { return nil }
    let stream = known.filter(\.value).keys.sorted() + [last]
    return isIndependent(Set(stream), from: first, to: last) ? stream : nil
  }

  /// Whether all else that is computed between can come before the stream: nothing there reads what the stream makes.
  private func isIndependent(_ stream: Set<Int>, from first: Int, to last: Int) -> Bool {
    let made = Set(stream.subtracting([last]).map { steps[$0].node })
    return (first..<last).allSatisfy { i in
      stream.contains(i) || steps[i].operands.allSatisfy { !made.contains(aliases[$0].root) }
    }
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
