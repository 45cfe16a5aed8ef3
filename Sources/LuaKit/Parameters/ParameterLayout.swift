/// A function's parameters by role, worked out once.
final class ParameterLayout {
  let all: [ParameterDeclaration]
  let positional: [Int]
  /// How many positional parameters must be given.
  let required: Int
  let variadic: Int?
  let options: [Int]
  let optionNames: [String]

  init(_ parameters: [ParameterDeclaration]) {
    all = parameters
    positional = parameters.indices.filter { parameters[$0].role == .positional }
    required = positional.prefix { parameters[$0].isRequired }.count
    variadic = parameters.firstIndex { $0.role == .variadic }
    options = parameters.indices.filter { parameters[$0].role == .option }
    optionNames = options.map { parameters[$0].name }
  }
}
