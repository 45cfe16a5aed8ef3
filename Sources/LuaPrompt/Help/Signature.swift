import LuaKit

/// How a function is called, and where in that text each parameter stands.
///
///     Signature(of: radius, as: "hbf.radius").text     // hbf.radius(mu, [nu], [form])
public struct Signature {
  public private(set) var text: String
  /// The parameters in the order of the text, with their places in it, counted in characters.
  public private(set) var places: [(parameter: ParameterDeclaration, range: Range<Int>)] = []

  public init(of function: Function, as name: String) {
    text = name
    let arguments = function.parameters.filter { $0.role != .option }
    let options = function.parameters.filter { $0.role == .option }
    if arguments.isEmpty, !options.isEmpty {
      add(options, between: "{", "}")
      return
    }
    text += "("
    add(arguments, between: "", "")
    if !options.isEmpty { add(options, between: ", {", "}") }
    text += ")"
  }

  private mutating func add(_ parameters: [ParameterDeclaration], between open: String, _ close: String) {
    text += open
    for (i, parameter) in parameters.enumerated() {
      if i > 0 { text += ", " }
      let start = text.count
      text += Self.word(for: parameter)
      places.append((parameter, start..<text.count))
    }
    text += close
  }

  private static func word(for parameter: ParameterDeclaration) -> String {
    switch parameter.role {
    case .variadic: return parameter.name == "..." ? "..." : parameter.name + ", ..."
    case .positional: return parameter.isRequired ? parameter.name : "[\(parameter.name)]"
    case .option:
      switch parameter.absence {
      case .required: return parameter.name
      case .optional, .computed: return "[\(parameter.name)]"
      case .literal(let value): return "\(parameter.name) = \(value.source)"
      }
    }
  }
}
