import LuaKit

extension Command {
  static let help = Command("help", known: ["h"], .word("name"), "this list; with a name, that command's page or else ?name") {
    argument, session throws(LuaError) in
    if !argument.isEmpty {
      // Some have the names of functions too: `load`.
      let isCommand = all.contains { $0.name == argument }
      return try Help.show((isCommand ? ":" : "") + argument, in: session)
    }
    let lines =
      all.map { ($0.usage, $0.summary) } + [
        ("?name  ?path.to.it", "what it is: signature, options, result, example"),
        ("??words", "search in all of help; recipes, too"),
        ("! command", "run a command of the shell"),
        ("expr;", "a semicolon at the end: the value is not shown"),
        ("_  _1  _2 ..", "the last value shown, the first, the second, .. (a hundred are kept)"),
        ("local x = 1", "stays for the lines that follow"),
      ]
    let width = lines.map(\.0.count).max() ?? 0
    let text = lines.map { "  " + $0.0.padded(to: width) + "  " + $0.1 }.joined(separator: "\n")
    Terminal.write(text.wrapped(to: Terminal.columns) + "\n")
  }

  static let quit = Command("quit", known: ["q", "q!", "wq", "x", "exit"], .none, "leave, as Ctrl-D does") { _, session in
    session.isLeaving = true
  }
}

extension Command {
  /// What help says of it.
  var page: String { "\(usage)\n\n  \(summary)" }
}
