/// An operator, or what else Lua asks of a value in its own words; in Lua's order, by its names of them.
public enum Operator: String, CaseIterable, Sendable {
  case add = "__add", subtract = "__sub", multiply = "__mul", divide = "__div", modulo = "__mod", power = "__pow"
  case floorDivide = "__idiv", negate = "__unm", concat = "__concat", length = "__len"
  /// Between two objects; without it, whether they are one and the same. Lua never asks with a number or a table.
  case equal = "__eq"
  case less = "__lt", lessOrEqual = "__le"
  case tostring = "__tostring"
  /// When a `<close>` variable goes out of scope.
  case close = "__close"

  /// As help and errors write it.
  package var symbol: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .modulo: "%"
    case .power: "^"
    case .floorDivide: "//"
    case .negate: "unary -"
    case .concat: ".."
    case .length: "#"
    case .equal: "=="
    case .less: "<"
    case .lessOrEqual: "<="
    case .tostring: "tostring"
    case .close: "close"
    }
  }
}
