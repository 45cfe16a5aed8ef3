import LuaKit

/// A line of the prompt that is not Lua: `:time f()`.
///
/// One file for each, and one line in ``all``; dispatch, completion, `:help` and the spelling of what is misspelt follow.
struct Command: Sendable {
  let name: String
  /// What stands behind the name: "expr", "[file]"; empty for nothing.
  let argument: String
  let summary: String
  /// Gets what stands behind the name, without blanks around it.
  let run: @Sendable (String, Session) throws(LuaError) -> Void

  init(
    _ name: String, _ argument: String, _ summary: String,
    run: @escaping @Sendable (String, Session) throws(LuaError) -> Void
  ) {
    self.name = name
    self.argument = argument
    self.summary = summary
    self.run = run
  }

  static let all: [Command] = [
    help, time, bench, profile, who, format, trace, frames, up, down, save, saveOver, load, edit, quit,
  ]

  static let names = Set(all.map(\.name))

  /// What others call them.
  private static let otherNames = [
    "q": "quit", "q!": "quit", "wq": "quit", "x": "quit", "exit": "quit", "h": "help", "w": "save", "e": "edit", "l": "load",
    "ls": "who", "whos": "who", "vars": "who", "bt": "trace", "timeit": "bench", "run": "load",
  ]

  var usage: String { ":" + name + (argument.isEmpty ? "" : " " + argument) }

  /// Runs a line that begins with `:`, `?` or `!`.
  static func run(_ line: String, in session: Session) throws(LuaError) {
    let rest = String(line.dropFirst())
    switch line.first {
    case "?": return try Help.show(rest, in: session)
    case "!":
      session.transcript.add(note: line + "   (not done again)")
      do throws(LuaError) { return try Shell.run(rest.trimmed) } catch {
        // `!x` is what others write for `not x`.
        let name = rest.trimmed
        guard !session.lua.globals[name].isNil || session.scope.value(of: name) != nil else { throw error }
        throw LuaError(error.message + " (! runs the shell; Lua writes not \(name))")
      }
    default: break
    }
    let name = String(rest.prefix { !$0.isWhitespace })
    if name.isEmpty { throw LuaError(": expected a command's name behind it; :help lists them") }
    guard let command = all.first(where: { $0.name == name }) else {
      let near = otherNames[name] ?? nearestSpelling(of: name, among: all.map(\.name))
      let hint = near.map { " (did you mean ':\($0)'?)" } ?? ""
      throw LuaError(":\(name): no such command\(hint); :help lists them")
    }
    let argument = rest.dropFirst(name.count).trimmed
    if command.argument.isEmpty, !argument.isEmpty {
      throw LuaError(":\(name): expected nothing behind it, got '\(argument)'")
    }
    if !command.argument.isEmpty, !command.argument.hasPrefix("["), argument.isEmpty {
      throw LuaError(":\(name): expected \(command.usage), got nothing behind it")
    }
    try command.run(argument, session)
  }
}
