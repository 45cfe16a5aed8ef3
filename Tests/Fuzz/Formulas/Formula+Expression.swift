@testable import HeavyBall

extension Formula {
  /// The formula in a graph, of an input of the graph's.
  func expression(of input: Expression) throws -> Expression {
    let graph = input.graph
    var values: [Expression] = []
    for (node, shape) in zip(nodes, shapes) {
      switch node {
      case .parameters: values.append(input)
      case .constant(let numbers): values.append(graph.constant(numbers, shape))
      case .binary(let name, let a, let b): values.append(try binary(name, values[a], values[b]))
      case .unary(let name, let a): values.append(try unary(name, values[a]))
      case .dot(let a, let b): values.append(try Expression.dot(values[a], values[b]))
      case .element(let a, let row, let column):
        let columns = if case .matrix(_, let columns) = shapes[a] { columns } else { 1 }
        values.append(values[a].slice(from: row * columns + column, .scalar))
      case .row(let a, let row): values.append(values[a].row(row))
      case .list(let parts): values.append(Expression.concatenation(parts.map { values[$0] }))
      case .transpose(let a): values.append(try values[a].transposed())
      case .elements(let a, let places): values.append(try values[a].elements(places, shape))
      case .sums(let a, let axis): values.append(values[a].sums(of: axis))
      case .reshape(let a): values.append(values[a].reshaped(shape))
      }
    }
    return values[values.count - 1]
  }

  private func binary(_ name: String, _ a: Expression, _ b: Expression) throws -> Expression {
    switch name {
    case "+": return try Expression.sum(a, b)
    case "-": return try Expression.difference(a, b)
    case "/": return try Expression.quotient(a, b)
    case "^": return try Expression.power(a, b)
    case "max": return try Expression.maximum(a, b)
    case "min": return try Expression.minimum(a, b)
    default:
      if case .matrix = a.shape, b.shape != .scalar { return try Expression.matrixProduct(a, b) }
      return try Expression.product(a, b)
    }
  }

  private func unary(_ name: String, _ a: Expression) throws -> Expression {
    switch name {
    case "negate": return -a
    case "sum": return a.sum()
    case "mean": return a.sum() / Double(a.shape.count)
    case "cumsum": return a.cumulativeSums()
    case "softmax": return try a.reshaped(.matrix(rows: 1, columns: a.shape.count)).rowSoftmax().reshaped(a.shape)
    case "logsumexp": return try Expression.logSumExp(a)
    case "norm": return Expression.sqrt(a.squared().sum())
    case "norm1": return Expression.abs(a).sum()
    default:
      guard let function = ElementaryFunctions.all.first(where: { $0.name == name }) else { return a }
      return function.expression(a)
    }
  }
}
