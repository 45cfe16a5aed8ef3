import HeavyBall
import LuaKit

extension ValueFunction {
  private static let condition = Parameter("x", .operand, "what decides")
  private static let first = Parameter("a", .operand, "the value where x > 0")
  private static let second = Parameter("b", .operand, "the value elsewhere")

  static let choice = ValueFunction(
    "where",
    "a where x > 0, b where x <= 0, NaN where x is NaN, element by element. Derivatives are those of the chosen one, whatever "
      + "the other is, as long as what differs is computed element by element: a sum or matrix product over elements of which "
      + "some are chosen takes in all of them.",
    condition, [first, second], sample: Sample(operand: "{2, -1}", arguments: "{1, 1}, {5, 6}", part: "[2]", value: "6.0")
  ) { x, call in
    let operands = [x, try call[first], try call[second]]
    let shapes = operands.map(\.shape)
    guard shapes.dropFirst().reduce(Optional(shapes[0]), { $0.flatMap { [s = $1] in Shape.broadcast($0, s) } }) != nil else {
      throw call.error(operands.map(\.description).joined(separator: " and ") + " do not go together")
    }
    return try call.applied(operands) { try Expression.chosen(where: $0[0], $0[1], $0[2]) }
  }
}
