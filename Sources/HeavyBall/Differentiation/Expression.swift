/// A node of a ``Graph``: a number, vector or matrix as a formula of the graph's inputs.
///
///     let graph = Graph()
///     let b = graph.input(.vector(2))
///     let loss = (b[0] * b[1] - 0.6).squared() / 2
///     let gradient = loss.gradient(withRespectTo: b)
///
/// Arithmetic is elementwise, a scalar going with any shape; operators stop the program where shapes do not suit, as
/// an index out of range does. Where shapes come from a user, call the throwing functions they are written with.
public struct Expression {
  public let graph: Graph
  let node: Int

  public var shape: Shape { graph.nodes[node].shape }

  var operation: any Operation { graph.nodes[node].operation }
  var operands: [Expression] { graph.nodes[node].operands.map { Expression(graph: graph, node: $0) } }

  /// The values of a constant.
  var constantValues: [Double]? { (operation as? Constant)?.values }

  /// The values of a constant, row after row; nil of what is none.
  public var constants: [Double]? { storedValues }

  /// The value that every element of a constant has.
  var uniformValue: Double? { (operation as? Constant)?.uniformValue }

  /// Whether it is a constant, of numbers kept here or elsewhere.
  var isConstant: Bool { operation is Constant || operation is SharedConstant }
}

extension Expression: Hashable {
  public static func == (a: Expression, b: Expression) -> Bool { a.node == b.node && a.graph === b.graph }
  public func hash(into hasher: inout Hasher) { hasher.combine(node) }
}

/// The result of a construction whose shapes are known to suit.
///
/// - Precondition: they do.
func shapesSuit(_ build: () throws(ShapeError) -> Expression) -> Expression {
  do throws(ShapeError) { return try build() } catch { preconditionFailure(error.description) }
}
