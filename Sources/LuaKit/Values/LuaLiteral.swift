/// A plain value as declarations hold it: a constant, what an absent parameter reads as.
public enum LuaLiteral: Sendable, Equatable, ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral
{
  case `nil`, boolean(Bool), integer(Int), number(Double), string(String)
  public init(nilLiteral: ()) { self = .nil }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }

  var value: LuaValue {
    switch self {
    case .nil: .nil
    case .boolean(let b): .boolean(b)
    case .integer(let i): .integer(i)
    case .number(let x): .number(x)
    case .string(let s): LuaValue(s)
    }
  }

  /// As one writes it in Lua.
  public var source: String {
    if case .string(let s) = self { return "\"\(s)\"" }
    return value.briefly
  }
}
