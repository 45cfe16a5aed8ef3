import HeavyBall
import LuaKit

extension ValueFunction {
  static let sum = ValueFunction(
    "sum", "The sum of all numbers; with \"rows\" the vector of each row's sum, with \"columns\" of each column's.",
    Operands.any, [Operands.axis],
    sample: Sample(operand: "mat{{1, 2}, {3, 4}}", arguments: "\"rows\"", part: "[2]", value: "7.0")
  ) { x, call in
    let poll = try call.state.checkInterrupt
    if let axis = try call[Operands.axis] {
      _ = try call.matrixShape(x)
      return try call.applied(x) { $0.sums(of: axis) }
    }
    return switch x {
    case .number: x
    case .vector(let v): .number(try v.sum(poll: poll))
    case .matrix(let a): .number(try Vector(a.elements).sum(poll: poll))
    case .symbol(let e): .symbol(e.sum())
    }
  }

  static let mean = ValueFunction(
    "mean", "The mean of all numbers; with \"rows\" the vector of each row's mean, with \"columns\" of each column's.",
    Operands.any, [Operands.axis],
    sample: Sample(operand: "mat{{1, 2}, {3, 4}}", arguments: "\"columns\"", part: "[2]", value: "3.0")
  ) { x, call in
    let axis = try call[Operands.axis]
    if axis != nil { _ = try call.matrixShape(x) }
    return try call.applied(x) { x in
      let sums = axis.map { x.sums(of: $0) } ?? x.sum()
      return sums / (Double(x.shape.count) / Double(axis == nil ? 1 : sums.shape.count))
    }
  }

  static let cumulativeSum = ValueFunction(
    "cumsum",
    "The vector of the sums up to each number, of a matrix row after row; with \"rows\" the matrix of those within each row, "
      + "with \"columns\" within each column.",
    Operands.any, [Operands.axis], sample: Sample(operand: "{1, 2, 3}", part: "[3]", value: "6.0")
  ) { x, call in
    try call.appliedToRows(x, of: call[Operands.axis]) {
      $0.cumulativeSums()
    } otherwise: {
      $0.reshaped(.vector($0.shape.count)).cumulativeSums()
    }
  }
}
