import LuaPrompt

extension Options {
  static let usage = usageText(of: "polyak", CommandLineOption.all, column: 13)

  /// What the standard interpreter says where its options are wrong.
  ///
  /// - Parameter program: The name it was called by.
  static func stockUsage(_ program: String) -> String {
    usageText(of: program, CommandLineOption.all.filter(\.isLetter), column: 12)
  }

  /// - Parameter column: Of the options' summaries.
  private static func usageText(of program: String, _ options: [CommandLineOption], column: Int) -> String {
    var text = "usage: \(program) [options] [script [args]]\nAvailable options are:\n"
    for (name, summary) in entries(options) {
      let start = "  " + name
      let margin = String(repeating: " ", count: column)
      let lines = summary.wrapped(to: 79 - column).split(separator: "\n").map(String.init)
      text += start.count + 2 <= column ? start + margin.dropFirst(start.count) + lines[0] : "\(start)\n\(margin)\(lines[0])"
      text += lines.dropFirst().map { "\n" + margin + $0 }.joined() + "\n"
    }
    return text
  }

  /// Each form of each option with what it does; behind the letters, what ends the options.
  static func entries(_ options: [CommandLineOption]) -> [(name: String, summary: String)] {
    func entries(_ options: [CommandLineOption]) -> [(name: String, summary: String)] {
      options.flatMap { option in
        option.forms.map { (name: $0.argument.isEmpty ? option.name : "\(option.name) \($0.argument)", summary: $0.summary) }
      }
    }
    let ends = [("--", "stop handling options"), ("-", "stop handling options and execute stdin")]
    return entries(options.filter(\.isLetter)) + ends + entries(options.filter { !$0.isLetter })
  }
}
