/// A parameter of a declared function.
public struct Parameter: Sendable {
  public enum Role: Sendable { case positional, variadic, option }

  public let role: Role
  public let name: String
  public let type: ParameterType
  public let summary: String
  /// Nil: the parameter is required. `.some(.nil)`: it may be absent.
  public let defaultValue: Default?

  /// As error texts name it: "option 'eta'", "argument 'beta'".
  var label: String { "\(role == .option ? "option" : "argument") '\(name)'" }

  public var isRequired: Bool { defaultValue == nil && role != .variadic }

  /// What an absent parameter reads as.
  public enum Default: Sendable, ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
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

  public static func positional(_ name: String, _ type: ParameterType, _ summary: String = "") -> Parameter {
    Parameter(role: .positional, name: name, type: type, summary: summary, defaultValue: nil)
  }

  /// A positional parameter that may be left out, or nil.
  public static func optional(
    _ name: String, _ type: ParameterType, default: Default = nil, _ summary: String = ""
  ) -> Parameter {
    Parameter(role: .positional, name: name, type: type, summary: summary, defaultValue: `default`)
  }

  /// Any number of arguments behind the others; the last parameter but options.
  public static func variadic(_ name: String, _ type: ParameterType, _ summary: String = "") -> Parameter {
    Parameter(role: .variadic, name: name, type: type, summary: summary, defaultValue: nil)
  }

  /// A required field of the options table, the last argument.
  public static func option(_ name: String, _ type: ParameterType, _ summary: String = "") -> Parameter {
    Parameter(role: .option, name: name, type: type, summary: summary, defaultValue: nil)
  }

  /// A field of the options table that may be left out.
  public static func option(
    _ name: String, _ type: ParameterType, default: Default, _ summary: String = ""
  ) -> Parameter {
    Parameter(role: .option, name: name, type: type, summary: summary, defaultValue: `default`)
  }
}
