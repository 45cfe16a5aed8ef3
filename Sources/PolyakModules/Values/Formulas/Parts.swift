import HeavyBall
import LuaKit

extension ValueFunction {
  private static let i = Parameter("i", .integer, "the first, from 1 on, or from -1 on backwards from the last")
  private static let j = Parameter("j", .integer, "the last, counted in the same way", default: -1)
  private static let labels = Parameter(
    "labels", .labels, "for each row the number of a column, from 0 on; or the symbols of rows' labels")

  static let slice = ValueFunction(
    "slice", "Elements i to j of a vector, both included; negative numbers count from the last.", of: [.vector], Operands.vector,
    [i, j], returns: .object(VectorObject.self),
    sample: Sample(operand: "{4, 5, 6, 7}", arguments: "2, -2", part: "[2]", value: "6.0")
  ) { x, call in
    let hint = x.shape.isMatrix ? "; a matrix has rows(i, j) and columns(i, j)" : ""
    let range = try call.range(i, j, of: call.vectorCount(x, hint))
    return try call.gathered(x, range, .vector(range.count))
  }

  static let rows = ValueFunction(
    "rows", "Rows i to j of a matrix, both included; negative numbers count from the last.", of: [.matrix], Operands.matrix,
    [i, j], returns: .object(MatrixObject.self),
    sample: Sample(operand: "mat{{1, 2}, {3, 4}, {5, 6}}", arguments: "2, -1", part: ":get(1, 2)", value: "4.0")
  ) { x, call in
    let columns = try call.matrixShape(x).columns
    let range = try call.range(i, j, of: call.matrixShape(x).rows)
    return try call.gathered(
      x, range.lowerBound * columns..<range.upperBound * columns, .matrix(rows: range.count, columns: columns))
  }

  static let columns = ValueFunction(
    "columns", "Columns i to j of a matrix, both included; negative numbers count from the last.", of: [.matrix], Operands.matrix,
    [i, j], returns: .object(MatrixObject.self),
    sample: Sample(operand: "mat{{1, 2, 3}, {4, 5, 6}}", arguments: "2, 3", part: ":get(2, 1)", value: "5.0")
  ) { x, call in
    let (rows, columns) = try call.matrixShape(x)
    let range = try call.range(i, j, of: columns)
    let indices = (0..<rows).flatMap { row in range.map { row * columns + $0 } }
    return try call.gathered(x, indices, .matrix(rows: rows, columns: range.count))
  }

  static let pick = ValueFunction(
    "pick", "Of each row of a matrix the element at its label: labels are counted from 0, as data's are.", of: [.matrix],
    Operands.matrix, [labels], returns: .object(VectorObject.self),
    sample: Sample(operand: "mat{{1, 2}, {3, 4}}", arguments: "{1, 0}", part: "[1]", value: "2.0")
  ) { x, call in
    let (rows, columns) = try call.matrixShape(x)
    let given: Vector
    switch try call[labels] {
    case .numbers(let numbers): given = numbers
    case .symbols(let symbols): return try call.applied([x, .symbol(symbols)]) { try $0[0].picked(by: $0[1]) }
    }
    guard given.count == rows else {
      throw call.fault(at: labels, complaint: "must have \(elements(rows)), one for each row, got \(given.count)")
    }
    let indices = try given.enumerated().map { row, label in
      guard let column = Int(exactly: label), (0..<columns).contains(column) else {
        throw call.fault(
          at: labels,
          complaint:
            "must hold numbers of columns from 0 to \(columns - 1), but element \(row + 1) is \(LuaValue.number(label).briefly)")
      }
      return row * columns + column
    }
    return try call.gathered(x, indices, .vector(rows))
  }

  static let diagonal = ValueFunction(
    "diag", "The square matrix with a vector on its diagonal; of a matrix the vector of its diagonal.", Operands.any,
    sample: Sample(operand: "{1, 2}", part: ":get(2, 2)", value: "2.0")
  ) { x, call in
    switch x.shape {
    case .scalar: throw call.error("expected a vector or a matrix, got \(x.description)")
    case .vector(let n):
      // Numbers of elements have 32 bits in a formula.
      if x.symbol != nil, n > 46_340 { throw call.error("a symbolic vector must have at most 46340 elements, got \(n)") }
      try call.checkRoom(for: n, by: n, bytes: x.symbol == nil ? 32 : 0)
      return try call.applied(x) { $0.diagonalMatrix() }
    case .matrix(let rows, let columns):
      let count = min(rows, columns)
      return try call.gathered(x, (0..<count).map { $0 * (columns + 1) }, .vector(count))
    }
  }
}

/// The labels of rows: numbers, or symbols of a loss's rows of data.
private enum Labels {
  case numbers(Vector)
  case symbols(Expression)
}

extension ParameterType where Value == Labels {
  fileprivate static var labels: Self {
    ParameterType<Vector>.vector.map { Labels.numbers($0) }.or(ParameterType<Expression>.symbolic.map { Labels.symbols($0) })
  }
}
