import LuaKit

/// A line of the prompt that is not Lua: `:time f()`.
///
/// One file for each, and one line in ``all``; dispatch, completion, `:help` and the spelling of what is misspelt follow.
struct Command: Sendable {
  let name: String
  /// What others call it.
  let otherNames: [String]
  let argument: Argument
  let summary: String
  /// Gets what stands behind the name, without blanks around it.
  let run: @Sendable (String, Session) throws(LuaError) -> Void

  init(
    _ name: String, known others: [String] = [], _ argument: Argument, _ summary: String,
    run: @escaping @Sendable (String, Session) throws(LuaError) -> Void
  ) {
    (self.name, otherNames, self.argument, self.summary, self.run) = (name, others, argument, summary, run)
  }

  static let all: [Command] = [
    help, time, bench, profile, who, format, colors, trace, frames, up, down, history, save, saveOver, load, reload, edit, quit,
  ]

  static let names = Set(all.map(\.name))

  /// What stands behind a command's name.
  enum Argument: Sendable {
    case none
    /// Lua, to be evaluated or run.
    case expression
    case file, optionalFile
    /// Any word, or none, called so.
    case word(String)
    /// One of these, or none.
    case oneOf([String])
  }

  var usage: String {
    let behind =
      switch argument {
      case .none: ""
      case .expression: " expr"
      case .file: " file.lua"
      case .optionalFile: " [file.lua]"
      case .word(let word): " [\(word)]"
      case .oneOf(let words): " [\(words.joined(separator: "|"))]"
      }
    return ":" + name + behind
  }

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
    let (command, argument) = try named(rest)
    try command.run(argument, session)
  }

  /// The command and what stands behind its name, of what stands behind the colon.
  static func named(_ rest: String) throws(LuaError) -> (command: Command, argument: String) {
    let name = String(rest.prefix { !$0.isWhitespace })
    if name.isEmpty { throw LuaError(": expected a command's name behind it; :help lists them") }
    guard let command = all.first(where: { $0.name == name }) else {
      let known = all.first { $0.otherNames.contains(name) }
      let near = known?.name ?? nearestSpelling(of: name, among: all.map(\.name))
      let hint = near.map { " (did you mean ':\($0)'?)" } ?? ""
      throw LuaError(":\(name): no such command\(hint); :help lists them")
    }
    let argument = rest.dropFirst(name.count).trimmed
    try command.check(argument)
    return (command, argument)
  }

  /// Whether what stands behind the name is of its kind; an expression is looked at when it is run.
  private func check(_ text: String) throws(LuaError) {
    switch argument {
    case .none:
      if !text.isEmpty { throw LuaError(":\(name): expected nothing behind it, got '\(text)'") }
    case .expression, .file:
      if text.isEmpty { throw LuaError(":\(name): expected \(usage), got nothing behind it") }
    case .oneOf(let words):
      if text.isEmpty || words.contains(text) { return }
      let hint = nearestSpelling(of: text, among: words).map { " (did you mean '\($0)'?)" } ?? ""
      throw LuaError(":\(name): expected \(alternatives(words)), got '\(text)'\(hint)")
    case .optionalFile, .word: break
    }
  }
}
