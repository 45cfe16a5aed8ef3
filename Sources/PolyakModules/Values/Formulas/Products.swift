import HeavyBall
import LuaKit

extension ValueFunction {
  private static let factor = Parameter("y", .operand, "another of its shape")
  private static let vector = Parameter("y", .operand, "another vector")

  static let dot = ValueFunction(
    "dot", "The inner product, the sum of x_i y_i.", Operands.vector, [factor], returns: .number,
    sample: Sample(operand: "{1, 2}", arguments: "{3, 4}", value: "11.0")
  ) { x, call in
    let y = try call[factor], poll = try call.state.checkInterrupt
    if x.shape == y.shape {
      switch (x, y) {
      case (.number(let a), .number(let b)): return .number(a * b)
      case (.vector(let a), .vector(let b)): return .number(try a.dot(b, poll: poll))
      case (.matrix(let a), .matrix(let b)): return .number(try Vector(a.elements).dot(Vector(b.elements), poll: poll))
      default: return try call.applied([x, y]) { try Expression.dot($0[0], $0[1]) }
      }
    }
    // A number that optim.define remembers is one in the first step.
    let isOneNumber = [x, y].contains { $0.symbol?.shape == .scalar }
    let hint =
      isOneNumber ? "; what optim.define remembers is a vector from the first step on where memory = {m = vec(n, 0)}" : ""
    throw call.error("\(x.description) and \(y.description) do not go together\(hint)")
  }

  static let outer = ValueFunction(
    "outer", "The matrix of all products x_i y_j of two vectors.", of: [.vector], Operands.vector, [vector],
    returns: .object(MatrixObject.self), sample: Sample(operand: "{1, 2}", arguments: "{3, 4}", part: ":get(2, 1)", value: "6.0")
  ) { x, call in
    let y = try call[vector]
    try call.checkRoom(for: call.vectorCount(x), by: call.vectorCount(y))
    return try call.applied([x, y]) { try Expression.outerProduct($0[0], $0[1]) }
  }
}
