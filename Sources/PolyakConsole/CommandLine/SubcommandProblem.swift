import LuaKit

/// What is wrong with a subcommand's words.
enum SubcommandProblem: Error, Equatable {
  case missingWord([String])
  case unknownWord([String], got: String)
  case missingOperand(_ expected: String, _ form: String)
  case unexpected(String, takesRest: Bool)
  case unknownOption(String, _ known: [String])
  case missingOption(String, _ summary: String)
  case missingValue(String, _ expected: String)
  case value(String, _ expected: String, got: String)
  case noValue(String, got: String)

  var description: String {
    switch self {
    case .missingWord(let words): "needs one of \(alternatives(words))"
    case .unknownWord(let words, let got): "needs one of \(alternatives(words)), got '\(got)'" + OptionError.hint(got, words)
    case .missingOperand(let expected, let form): "needs \(expected), as in '\(form)'"
    case .unexpected(let word, let takesRest):
      "unexpected argument '\(word)'" + (takesRest ? " (the script's own stand behind '--')" : "")
    case .unknownOption(let name, let known):
      "unknown option '\(name)'"
        + (OptionError.hint(name, known).isEmpty ? " (--help shows the options)" : OptionError.hint(name, known))
    case .missingOption(let name, let summary): "option '\(name)' is missing (\(summary))"
    case .missingValue(let name, let expected): "option '\(name)' needs \(expected) behind it"
    case .value(let name, let expected, let got): "option '\(name)' must be \(expected), got '\(got)'"
    case .noValue(let name, let got): "option '\(name)' takes no value, got '\(got)'"
    }
  }
}
