import LuaPrompt

/// The program's page for man(1), in roff.
struct ManualPage {
  let version: String
  /// What the prompt understands beside Lua, and what it does.
  let commands: [(usage: String, summary: String)]
  let modules: [(name: String, summary: String)]

  var text: String {
    var page = ".TH POLYAK 1 \"\" \"\(version)\" \"User Commands\"\n"
    page += section("NAME", "polyak \\- momentum methods in continuous time, at a Lua prompt")
    page += section("SYNOPSIS", synopsis)
    page += section(
      "DESCRIPTION",
      escaped(
        "Runs a Lua 5.4 script with Polyak's modules as globals; with neither a script nor an option that says what to run, a prompt:"
      )
        + escaped(" losses, optimizers, the heavy-ball flow to any order, its error and its validity, sweeps, and figures.")
        + escaped(" At the prompt ?name explains and Tab completes."))
    page += section("OPTIONS", entries(Options.entries(CommandLineOption.all)))
    page += section(
      "IN A SCRIPT'S PLACE",
      Subcommand.all.map { entries([(String($0.form.dropFirst("polyak ".count)), $0.summary)] + $0.entries) }
        .joined(separator: "\n") + "\n.PP\n" + escaped("A script of such a name is run by its path, as in ./sweep."))
    page += section("COMMANDS OF THE PROMPT", entries(commands.map { ($0.usage, $0.summary) }))
    page += section("MODULES", entries(modules.map { ($0.name, $0.summary) }))
    page += section("ENVIRONMENT", entries(EnvironmentVariable.all.map { ($0.name, $0.summary) }))
    page += section(
      "FILES",
      entries([
        ("~/.config/polyak/init.lua", "Is run before the first prompt."),
        ("~/.local/state/polyak/history", "What was typed at the prompt."),
      ]))
    page += section(
      "EXIT STATUS", escaped("0, or 1 where a script, an option or the prompt's first file has failed; os.exit sets another."))
    return page + section("SEE ALSO", ".BR lua (1)")
  }

  private var synopsis: String {
    ".B polyak\n[\\fIoptions\\fR] [\\fIscript\\fR [\\fIarguments\\fR]]"
      + Subcommand.all.map { "\n.br\n.B \(escaped($0.form))" }.joined()
  }

  private func section(_ title: String, _ body: String) -> String { ".SH \(title)\n\(body)\n" }

  private func entries(_ entries: [(name: String, summary: String)]) -> String {
    entries.map { ".TP\n.B \(escaped($0.name))\n\(escaped($0.summary))" }.joined(separator: "\n")
  }

  /// A backslash, a hyphen, and a dot or an apostrophe that begins a line mean something else in roff.
  private func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      (line.first == "." || line.first == "'" ? "\\&" : "")
        + String(line.flatMap { $0 == "\\" ? Array("\\e") : $0 == "-" ? Array("\\-") : [$0] })
    }.joined(separator: "\n.br\n")
  }
}
