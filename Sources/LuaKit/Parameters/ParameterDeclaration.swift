/// A parameter in its place in a function.
public struct ParameterDeclaration: Sendable {
  public enum Role: Sendable { case positional, variadic, option }

  public let role: Role
  public let parameter: AnyParameter

  package init(role: Role, parameter: AnyParameter) { (self.role, self.parameter) = (role, parameter) }

  public var name: String { parameter.name }
  public var type: LuaType { parameter.type }
  public var summary: String { parameter.summary }
  public var absence: AnyParameter.Absence { parameter.absence }

  /// As error texts name it: "option 'eta'", "argument 'beta'".
  var label: String { label([name]) }

  /// "option 'stop.loss'": what is in it, by its path.
  func label(_ path: [String]) -> String {
    "\(role == .option ? "option" : "argument") '\(path.joined(separator: "."))'"
  }

  public var isRequired: Bool { parameter.absence == .required && role != .variadic }
}
