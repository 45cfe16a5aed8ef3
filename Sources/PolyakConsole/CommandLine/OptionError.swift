import LuaKit

/// What is wrong with the command line.
enum OptionError: Error, Equatable {
  /// Of a letter.
  case missingArgument(String)
  case missingWord(String, CommandLineOption.Argument)
  case unknownWord(String, [String], got: String)
  case unrecognized(String)
  case misplaced(String)
  /// With the subcommand's words.
  case inSubcommand(String, SubcommandProblem)

  func message(_ dialect: Dialect) -> String {
    switch self {
    case .missingArgument(let option): return "'\(option)' needs argument"
    case .missingWord(let option, .oneOf(let words)): return "'\(option)' needs one of \(alternatives(words))"
    case .missingWord(let option, .file): return "'\(option)' needs a file, as in '\(option) file'"
    case .missingWord(let option, _): return "'\(option)' needs a folder to write to, as in '\(option) folder'"
    case .unknownWord(let option, let words, let got):
      return "'\(option)' needs one of \(alternatives(words)), got '\(got)'" + Self.hint(got, words)
    case .inSubcommand(let name, let problem): return "\(name): \(problem.description)"
    case .misplaced(let option): return "'\(option)' must be the first option"
    case .unrecognized(let option):
      let words = CommandLineOption.all.filter { !$0.isLetter }.map(\.name)
      return "unrecognized option '\(option)'" + (dialect == .polyak && option.hasPrefix("--") ? Self.hint(option, words) : "")
    }
  }

  /// The text that says how the command line is used, to be shown behind the message.
  ///
  /// - Parameter program: The name it was called by.
  func usage(_ dialect: Dialect, _ program: String) -> String {
    if dialect == .stock { return Options.stockUsage(program) }
    guard case .inSubcommand(let name, _) = self else { return Options.usage }
    return Subcommand.usage(of: name)
  }

  static func hint(_ given: String, _ words: [String]) -> String {
    nearestSpelling(of: given, among: words).map { " (did you mean '\($0)'?)" } ?? ""
  }
}
