import Testing

/// A way to call the standard interpreter.
struct Invocation: Sendable, CustomStringConvertible {
  var arguments: [String]
  var input = ""
  var environment: [String: String] = [:]

  static func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) -> Invocation {
    Invocation(arguments: arguments, input: input, environment: environment)
  }

  /// Each with an `-e` of its own.
  static func code(_ chunks: String...) -> Invocation { Invocation(arguments: chunks.flatMap { ["-e", $0] }) }

  /// At the prompt.
  static func typed(_ input: String, _ arguments: String...) -> Invocation {
    Invocation(arguments: arguments + ["-i"], input: input)
  }

  var description: String { "\(arguments) \(input) \(environment)" }
}

extension Invocation {
  struct Topic: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var invocations: [Invocation]
  }

  /// What the program shares with the standard interpreter whatever its name.
  static let shared = [
    Topic(testDescription: "arguments", invocations: arguments),
    Topic(testDescription: "modules", invocations: modules),
    Topic(testDescription: "environment", invocations: environment),
    Topic(testDescription: "scripts", invocations: scripts),
    Topic(testDescription: "errors", invocations: errors),
    Topic(testDescription: "tracebacks", invocations: tracebacks),
    Topic(testDescription: "endings", invocations: endings),
  ]

  static let all =
    shared + [
      Topic(testDescription: "options", invocations: options),
      Topic(testDescription: "standard input", invocations: standardInput),
      Topic(testDescription: "what Polyak does otherwise", invocations: stockOnly),
      Topic(testDescription: "prompt", invocations: prompt),
      Topic(testDescription: "printing at the prompt", invocations: promptPrinting),
      Topic(testDescription: "_PROMPT", invocations: promptTexts),
      Topic(testDescription: "options with the prompt", invocations: promptOptions),
    ]
}
