import LuaPrompt

extension Options {
  static let usage =
    usageText(of: "polyak", CommandLineOption.all, column: 13)
    + "In a script's place (each with --help, which shows its options):\n"
    + Subcommand.all.map { line(String($0.form.dropFirst("polyak ".count)), $0.summary, column: 13) }.joined()

  /// What the standard interpreter says where its options are wrong.
  ///
  /// - Parameter program: The name it was called by.
  static func stockUsage(_ program: String) -> String {
    usageText(of: program, CommandLineOption.all.filter(\.isLetter), column: 12)
  }

  /// - Parameter column: Of the options' summaries.
  private static func usageText(of program: String, _ options: [CommandLineOption], column: Int) -> String {
    let text = "usage: \(program) [options] [script [args]]\nAvailable options are:\n"
    return text + entries(options).map { line($0.name, $0.summary, column: column) }.joined()
  }

  /// What something is called, and what it does from the column on.
  static func line(_ name: String, _ summary: String, column: Int) -> String {
    let start = "  " + name
    let margin = String(repeating: " ", count: column)
    let lines = summary.wrapped(to: 79 - column).split(separator: "\n").map(String.init)
    return (start.count + 2 <= column ? start + margin.dropFirst(start.count) + lines[0] : "\(start)\n\(margin)\(lines[0])")
      + lines.dropFirst().map { "\n" + margin + $0 }.joined() + "\n"
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
