import HeavyBall
import LuaKit

extension ValueFunction {
  private static let exponent = Parameter("p", .exponent, "the exponent", default: 2)

  static let norm = ValueFunction(
    "norm",
    "The p-norm of all numbers, (sum |x_i|^p)^(1/p), max |x_i| for p = math.huge; of a matrix that of its elements, where "
      + "linalg.norm has those of matrices.",
    Operands.any, [exponent], returns: .number, sample: Sample(operand: "{3, 4}", value: "5.0")
  ) { x, call in
    let p = try call[exponent]
    if x.symbol != nil { return try call.applied(x) { try $0.norm(p) } }
    return .number(try Vector(x.elements).norm(p, poll: call.state.checkInterrupt))
  }
}

extension ParameterType where Value == Double {
  /// Of a norm: infinity too, which number(in: 1...) is not.
  fileprivate static var exponent: Self {
    Self(name: "number >= 1", annotation: "number") { value in
      guard let p = value.number, p >= 1 else { return nil }
      return p
    }.literal { .number($0) }
  }
}
