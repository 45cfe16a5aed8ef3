/// Finds steps that can be carried out together for some rows at a time: see ``RowRegion``.
///
/// Of a network's gradient these are all but the sums over rows: products with weights, biases, activations, softmax, and
/// the way back to the first layer's. Sums over rows are put behind as many of them as do not need them.
struct RowRegionSearch {
  /// Steps of a schedule that are carried out together.
  struct Region {
    let steps: Range<Int>
    let rows: Int
    /// The nodes that nothing outside reads, and the last of the steps that does.
    let inner: [Int: Int]

    /// The same behind so many other steps.
    func shifted(by count: Int) -> Region {
      Region(steps: steps.shifted(by: count), rows: rows, inner: inner.mapValues { $0 + count })
    }
  }

  let graph: Graph
  let aliases: TensorAliases
  let steps: [TensorSchedule.Step]

  /// With fewer rows there is nothing to cut, with fewer numbers nothing to win.
  private static let fewestRows = 64
  private static let fewestNumbers = 16384
  /// The most numbers in what a product multiplies rows by: it is read again for each part of the rows.
  private static let largestFactor = 1 << 16
  /// Alternations of regions and other steps, beyond which the steps are left as they are.
  private static let mostRegions = 64

  /// The regions among the steps, which are put in another order.
  ///
  /// - Parameter kept: the nodes that are read behind the steps.
  func found(kept: [Int], reordering ordered: inout [TensorSchedule.Step]) -> [Region] {
    guard let rows = commonRows() else { return [] }
    let producers = Self.producers(of: steps)
    let isRowwise = steps.map { rowCount(of: $0) == rows }
    var order: [Int] = []
    var regions: [Range<Int>] = []
    var turn = Array(repeating: 0, count: steps.count)  // when it was put there, 0 for not yet; odd turns are regions'
    var pending = Array(steps.indices)
    var now = 0
    while !pending.isEmpty {
      now += 1
      if now > 2 * Self.mostRegions { return [] }
      let first = order.count
      pending = pending.filter { i in
        guard isRowwise[i] == (now % 2 == 1), isReady(i, producers, turn, now) else { return true }
        turn[i] = now
        order.append(i)
        return false
      }
      if now % 2 == 1, order.count - first > 1 { regions.append(first..<order.count) }
    }
    ordered = order.map { steps[$0] }
    let kept = Set(kept.map { aliases[$0].root })
    return regions.map { Region(steps: $0, rows: rows, inner: inner(of: $0, in: ordered, kept)) }
      .filter { region in
        ordered[region.steps].reduce(0) { $0 + graph.nodes[$1.node].shape.count } >= Self.fewestNumbers
      }
  }

  /// The number of rows that most numbers are made in, nil where it is not worth it.
  private func commonRows() -> Int? {
    var numbers: [Int: Int] = [:]
    var products: Set<Int> = []
    for step in steps {
      guard let rows = rowCount(of: step) else { continue }
      numbers[rows, default: 0] += graph.nodes[step.node].shape.count
      if case .operation(let operation) = step.action, operation is MatrixProduct || operation is any RowwiseOperation {
        products.insert(rows)
      }
    }
    // Long rows with nothing but operations element by element are blocks as they are.
    return numbers.filter { products.contains($0.key) && $0.value >= Self.fewestNumbers }
      .max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }

  /// The rows of a step's result, where each needs its operands' same row alone, or wholes.
  private func rowCount(of step: TensorSchedule.Step) -> Int? {
    let shape = graph.nodes[step.node].shape
    guard let rows = shape.rowCount, rows >= Self.fewestRows else { return nil }
    switch step.action {
    case .multiplyAdd: return rows
    case .operation(let operation):
      if operation is any ElementwiseOperation { return rows }
      if let operation = operation as? any RowwiseOperation { return operation.rowSource == nil ? nil : rows }
      guard let product = operation as? MatrixProduct, !product.transposeLeft, shape.count > rows,
        graph.nodes[step.operands[1]].shape.count <= Self.largestFactor
      else { return nil }
      return rows
    }
  }

  /// Whether all that a step reads is there: of what its own region makes, the same rows.
  private func isReady(_ i: Int, _ producers: [Int], _ turn: [Int], _ now: Int) -> Bool {
    for (k, operand) in steps[i].operands.enumerated() {
      let (root, offset) = aliases[operand]
      guard root < producers.count, producers[root] >= 0 else { continue }
      let made = turn[producers[root]]
      if made == 0 { return false }
      guard made == now, now % 2 == 1 else { continue }
      let isWhole = offset == 0 && graph.nodes[root].shape.count == graph.nodes[operand].shape.count
      guard isWhole, steps[i].action.takesRows(ofOperand: k),
        graph.nodes[operand].shape.rowCount == graph.nodes[root].shape.rowCount
      else { return false }
    }
    return true
  }

  /// By node the step that makes it, -1 of those that none does.
  private static func producers(of steps: [TensorSchedule.Step]) -> [Int] {
    var producers = Array(repeating: -1, count: (steps.map(\.node).max() ?? -1) + 1)
    for (i, step) in steps.enumerated() { producers[step.node] = i }
    return producers
  }

  private func inner(of region: Range<Int>, in ordered: [TensorSchedule.Step], _ kept: Set<Int>) -> [Int: Int] {
    var inner: [Int: Int] = [:]
    for i in region where !kept.contains(ordered[i].node) { inner[ordered[i].node] = i }
    for (i, step) in ordered.enumerated() {
      for operand in step.operands {
        let root = aliases[operand].root
        guard inner[root] != nil else { continue }
        inner[root] = region.contains(i) ? i : nil
      }
    }
    return inner
  }
}

extension Range<Int> {
  func shifted(by count: Int) -> Range<Int> { lowerBound + count..<upperBound + count }
}

extension Shape {
  /// The rows of a matrix, the elements of a vector; nil of a number.
  var rowCount: Int? {
    switch self {
    case .scalar: nil
    case .vector(let n): n
    case .matrix(let rows, _): rows
    }
  }
}

extension TensorAction {
  /// Whether a row of the result needs that operand's same row alone, where it can be made for some rows at a time.
  func takesRows(ofOperand i: Int) -> Bool {
    switch self {
    case .multiplyAdd: true
    case .operation(let operation):
      if let operation = operation as? any RowwiseOperation {
        operation.rowSource == .row
      } else {
        !(operation is MatrixProduct) || i == 0
      }
    }
  }
}
