/// A parameter in its place in a function.
public struct ParameterDeclaration: Sendable {
  /// By place, any number of them, or by name in the table of options.
  public enum Role: Sendable { case positional, variadic, option }

  /// How it is given.
  public let role: Role
  /// What it is.
  public let parameter: AnyParameter

  package init(role: Role, parameter: AnyParameter) { (self.role, self.parameter) = (role, parameter) }

  /// The parameter's.
  public var name: String { parameter.name }
  /// The parameter's.
  public var type: LuaType { parameter.type }
  /// The parameter's.
  public var summary: String { parameter.summary }
  /// What it is where it is left out.
  public var absence: AnyParameter.Absence { parameter.absence }

  /// As error texts name it: "option 'eta'", "argument 'beta'".
  var label: String { label([name]) }

  /// "option 'stop.loss'", "argument 'y[2]'": what is in it, by its path; "argument 3, 'v[2]'".
  ///
  /// - Parameter position: Of an argument that has others of its name beside it.
  func label(_ path: [String], position: Int? = nil) -> String {
    "\(role == .option ? "option" : "argument")\(position.map { " \($0)," } ?? "") '\(Self.written(path))'"
  }

  /// Names behind dots, numbers of elements in brackets.
  static func written(_ path: [String]) -> String {
    path.dropFirst().reduce(path.first ?? "") { $0 + (Int($1) == nil ? ".\($1)" : "[\($1)]") }
  }

  /// Whether a call without it is an error.
  public var isRequired: Bool { parameter.absence == .required && role != .variadic }
}
