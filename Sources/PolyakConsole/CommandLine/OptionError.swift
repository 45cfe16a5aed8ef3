import LuaKit

/// What is wrong with the command line.
enum OptionError: Error, Equatable {
  /// Of a letter.
  case missingArgument(String)
  case missingWord(String, CommandLineOption.Argument)
  case unknownWord(String, [String], got: String)
  case unrecognized(String)
  case misplaced(String)

  func message(_ dialect: Dialect) -> String {
    switch self {
    case .missingArgument(let option): return "'\(option)' needs argument"
    case .missingWord(let option, .oneOf(let words)): return "'\(option)' needs one of \(alternatives(words))"
    case .missingWord(let option, _): return "'\(option)' needs a folder to write to, as in '\(option) folder'"
    case .unknownWord(let option, let words, let got):
      return "'\(option)' needs one of \(alternatives(words)), got '\(got)'" + Self.hint(got, words)
    case .misplaced(let option): return "'\(option)' must be the first option"
    case .unrecognized(let option):
      let words = CommandLineOption.all.filter { !$0.isLetter }.map(\.name)
      return "unrecognized option '\(option)'" + (dialect == .polyak && option.hasPrefix("--") ? Self.hint(option, words) : "")
    }
  }

  private static func hint(_ given: String, _ words: [String]) -> String {
    nearestSpelling(of: given, among: words).map { " (did you mean '\($0)'?)" } ?? ""
  }
}
