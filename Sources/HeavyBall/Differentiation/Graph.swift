internal import Synchronization

/// An expression graph: operations on scalars, vectors and matrices, each node written once.
///
/// A node is made by `apply` and never changes. Two nodes with the same operation and operands are one node
/// (hash consing), operations on constants are carried out at once, and operands always have lower numbers than the
/// node that uses them: a loop over node numbers is a topological order.
///
/// Derivatives are nodes of the same graph: see ``Expression/gradient(withRespectTo:)`` and `JetExpansion`.
public final class Graph {
  struct Node {
    let operation: any Operation
    let operands: [Int]
    let shape: Shape
  }

  private(set) var nodes: [Node] = []
  private var numbers = NodeTable()
  private var inputCount = 0

  /// What kind of numbers programs made from the graph compute with: where the graph was not given one, that of the
  /// shared constants in it, double where they differ and where there is none.
  public var precision: Precision { given ?? (sharedPrecisions == [.single] ? .single : .double) }
  private let given: Precision?
  /// Whether it has a part that by itself is computed in single precision, as single networks are.
  public var hasSingles: Bool { precision == .single || sharedPrecisions.contains(.single) }
  /// Those of shared constants.
  var sharedPrecisions: Set<Precision> = []

  public init(precision: Precision? = nil) { given = precision }

  deinit { Memory.pledged.subtract(pledged, ordering: .relaxed) }

  /// What it takes when it next doubles; nothing where that is little. See ``Memory/pledged``.
  private var pledged = 0

  private func pledge() {
    let bytes = 2 * nodes.capacity * (MemoryLayout<Node>.stride + 2 * 8)
    let next = bytes > 2_000_000 ? bytes : 0
    Memory.pledged.add(next - pledged, ordering: .relaxed)
    pledged = next
  }

  /// A new free variable.
  public func input(_ shape: Shape) -> Expression {
    inputCount += 1
    return intern(Input(number: inputCount, shape: shape), [], shape)
  }

  /// A constant; `values` row after row.
  ///
  /// - Precondition: there are as many values as the shape has elements.
  public func constant(_ values: [Double], _ shape: Shape) -> Expression {
    precondition(values.count == shape.count, "\(shape) needs \(shape.count) values")
    return intern(Constant(values: values, shape: shape), [], shape)
  }

  public func constant(_ value: Double) -> Expression { constant(value, .scalar) }
  public func constant(_ vector: Vector) -> Expression { constant(vector.elements, .vector(vector.count)) }
  public func constant(_ matrix: Matrix) -> Expression {
    constant(matrix.elements, .matrix(rows: matrix.rows, columns: matrix.columns))
  }

  /// A constant with every element equal to `value`.
  func constant(_ value: Double, _ shape: Shape) -> Expression { leaf(Constant(value, shape: shape), shape) }

  /// A node without operands.
  func leaf(_ operation: some Operation, _ shape: Shape) -> Expression { intern(operation, [], shape) }

  /// The node of an operation on operands of this graph, simplified where that leaves every value the same.
  ///
  /// - Throws: ``ShapeError`` where the operands' shapes do not suit.
  func apply(_ operation: some Operation, _ operands: [Expression]) throws(ShapeError) -> Expression {
    let shape = try operation.shape(of: operands.map(\.shape))
    if let simpler = operation.simplified(operands) { return simpler }
    if let values = operation.folded(operands) { return constant(values, shape) }
    return intern(operation, operation.isCommutative ? operands.sorted { $0.node < $1.node } : operands, shape)
  }

  private func intern<O: Operation>(_ operation: O, _ operands: [Expression], _ shape: Shape) -> Expression {
    let operands = operands.map(\.node)
    var hasher = Hasher()
    hasher.combine(ObjectIdentifier(O.self))
    hasher.combine(operation)
    for operand in operands { hasher.combine(operand) }
    let hash = hasher.finalize()
    let known = numbers.first(hash) { number in
      nodes[number].operands == operands && (nodes[number].operation as? O) == operation
    }
    if let known { return Expression(graph: self, node: known) }
    let isFull = nodes.count == nodes.capacity
    nodes.append(Node(operation: operation, operands: operands, shape: shape))
    if isFull { pledge() }
    numbers.insert(nodes.count - 1, hash)
    return Expression(graph: self, node: nodes.count - 1)
  }

  /// The numbers of the nodes that some of the given ones are computed from, themselves included, in order.
  ///
  /// - Complexity: that of sorting them, or the number of the last, whichever is less.
  func reachable(from outputs: [Int]) -> [Int] {
    var found: Set<Int> = []
    var pending = outputs
    let last = outputs.max() ?? -1
    while let node = pending.popLast() {
      guard found.insert(node).inserted else { continue }
      // Of a graph that is mostly needed it is quicker to look at every node.
      if found.count > 16 + last / 64 { return reachableAmongAll(from: outputs, last: last) }
      pending += nodes[node].operands
    }
    return found.sorted()
  }

  private func reachableAmongAll(from outputs: [Int], last: Int) -> [Int] {
    var needed = Array(repeating: false, count: last + 1)
    var count = 0
    for output in outputs { needed[output] = true }
    for node in needed.indices.reversed() where needed[node] {
      count += 1
      for operand in nodes[node].operands { needed[operand] = true }
    }
    var result: [Int] = []
    result.reserveCapacity(count)
    for node in needed.indices where needed[node] { result.append(node) }
    return result
  }
}
