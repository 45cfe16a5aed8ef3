import HeavyBall
import LuaKit

extension ValueFunction {
  static let logSumExp = ValueFunction(
    "logsumexp",
    "log(sum exp(x_i)) without overflow, of all numbers; with \"rows\" the vector of each row's, with \"columns\" of each column's.",
    Operands.any, [Operands.axis], sample: Sample(operand: "{0, 0}", value: "0.693147")
  ) { x, call in
    if let axis = try call[Operands.axis] {
      let shape = try call.matrixShape(x)
      guard (axis == .rows ? shape.columns : shape.rows) > 0 else { throw call.error("expected at least one element") }
      return try call.appliedToRows(x, of: axis) {
        try $0.rowLogSumExp()
      } otherwise: {
        $0
      }
    }
    return switch x {
    case .number: x
    case .symbol(let e) where e.shape.count == 0: .number(-.infinity)
    case .symbol(let e): .symbol(try Expression.logSumExp(e))
    case .vector(let v): .number(v.logSumExp())
    case .matrix(let a): .number(Vector(a.elements).logSumExp())
    }
  }

  static let softmax = ValueFunction(
    "softmax",
    "exp(x_i) over the sum of all exp(x_j), without overflow; with \"rows\" within each row, with \"columns\" within each column.",
    Operands.any, [Operands.axis],
    sample: Sample(operand: "mat{{0, 0}, {5, 5}}", arguments: "\"rows\"", part: ":get(2, 1)", value: "0.5")
  ) { x, call in
    try call.appliedToRows(x, of: call[Operands.axis]) {
      try $0.rowSoftmax()
    } otherwise: {
      try $0.reshaped(.matrix(rows: 1, columns: $0.shape.count)).rowSoftmax().reshaped($0.shape)
    }
  }
}
