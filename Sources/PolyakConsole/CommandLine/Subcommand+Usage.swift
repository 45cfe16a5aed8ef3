import LuaPrompt

extension Subcommand {
  /// What `polyak sweep status --help` shows, and of `polyak sweep --help` each of them.
  static func usage(of name: String) -> String {
    let those = all.filter { $0.name == name }
    return (those.isEmpty ? beginning(with: name) : those).map(\.usage).joined(separator: "\n")
  }

  private var usage: String {
    var text = "usage: \(form)\n"
    let column = 20
    let help = (name: "--help", summary: "show this text and leave")
    text += summary.wrapped(to: 77).split(separator: "\n").map { "  \($0)\n" }.joined()
    for (name, summary) in entries + [help] { text += Options.line(name, summary, column: column) }
    return text
  }

  /// Each option with what it does.
  var entries: [(name: String, summary: String)] {
    options.map { (name: $0.name + ($0.argument.map { " \($0.name)" } ?? ""), summary: $0.summary) }
  }
}
