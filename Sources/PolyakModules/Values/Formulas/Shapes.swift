import HeavyBall
import LuaKit

extension ValueFunction {
  private static let rowCount = Parameter("r", .integer(in: 0...), "how many rows, or elements")
  private static let columnCount = Parameter("c", .integer(in: 0...), "how many columns; a vector without").optional

  static let reshape = ValueFunction(
    "reshape", "The same numbers as a matrix of r rows and c columns, row after row, or as a vector of r.", Operands.any,
    [rowCount, columnCount], sample: Sample(operand: "{1, 2, 3, 4}", arguments: "2, 2", part: ":get(2, 1)", value: "3.0")
  ) { x, call in
    let (r, c) = (try call[rowCount], try call[columnCount])
    try call.checkShape(r, c ?? 1)
    let shape: Shape = c.map { .matrix(rows: r, columns: $0) } ?? .vector(r)
    guard shape.count == x.shape.count else { throw call.error("\(x.description) cannot become \(shape)") }
    return reshaped(x, shape)
  }

  static let flatten = ValueFunction(
    "flatten", "The vector of all numbers, row after row.", Operands.any, returns: .object(VectorObject.self),
    sample: Sample(operand: "mat{{1, 2}, {3, 4}}", part: "[3]", value: "3.0")
  ) { x, _ in reshaped(x, .vector(x.shape.count)) }

  private static func reshaped(_ x: Operand, _ shape: Shape) -> Operand {
    x.symbol.map { .symbol($0.reshaped(shape)) } ?? Operand(x.elements, shape)
  }

  private static let first = Parameter("a", .operand, "the first")

  static let concat = ValueFunction(
    "concat", "One vector of the elements of vectors and numbers, in order; of matrices one of all their rows.", first,
    variadic: Operands.more, sample: Sample(operand: "{1, 2}", arguments: "3, {4}", part: "[4]", value: "4.0")
  ) { x, call in
    let parts = [x] + (try call[Operands.more])
    guard parts.contains(where: { $0.shape.isMatrix }) else {
      return try call.applied(parts) { Expression.concatenation($0).reshaped(.vector($0.reduce(0) { $0 + $1.shape.count })) }
    }
    guard case .matrix(_, let columns) = x.shape,
      parts.allSatisfy({ if case .matrix(_, columns) = $0.shape { true } else { false } })
    else { throw call.error(parts.map(\.description).joined(separator: " and ") + " do not go together") }
    let rows = parts.reduce(0) { if case .matrix(let rows, _) = $1.shape { $0 + rows } else { $0 } }
    return try call.applied(parts) { Expression.concatenation($0).reshaped(.matrix(rows: rows, columns: columns)) }
  }

  static let stack = ValueFunction(
    "stack", "The matrix whose rows are vectors of one length, in order; of numbers the vector.", of: [.vector], first,
    variadic: Operands.more, sample: Sample(operand: "{1, 2}", arguments: "{3, 4}", part: ":get(2, 1)", value: "3.0")
  ) { x, call in
    let parts = [x] + (try call[Operands.more])
    guard !parts.contains(where: \.shape.isMatrix) else {
      throw call.error(
        "expected vectors or numbers, got " + parts.map(\.description).joined(separator: " and ")
          + "; concat(A, B) has the rows of matrices, one after another")
    }
    guard parts.allSatisfy({ $0.shape == x.shape }) else {
      throw call.error(parts.map(\.description).joined(separator: " and ") + " do not go together")
    }
    let shape: Shape = x.shape == .scalar ? .vector(parts.count) : .matrix(rows: parts.count, columns: x.shape.count)
    return try call.applied(parts) { Expression.concatenation($0).reshaped(shape) }
  }
}
