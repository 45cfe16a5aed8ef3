import LuaKit
import LuaPrompt

/// `?name`, `??word` and `?`.
enum Help {
  static func show(_ query: String, in session: Session) throws(LuaError) {
    if query.hasPrefix("?") { return try search(String(query.dropFirst()).trimmed, in: session) }
    let query = query.trimmed
    let columns = Terminal.columns
    let overview = session.lua.help.overview + "\n\n  :help lists the prompt's commands"
    let text = query.isEmpty ? overview : try text(of: query, in: session)
    Terminal.write(text.wrapped(to: columns) + "\n")
  }

  /// The page on a name, or a value in words.
  static func text(of query: String, in session: Session) throws(LuaError) -> String {
    let lua = session.lua
    if query.hasPrefix(":"), let command = Command.all.first(where: { ":" + $0.name == query }) {
      return command.page
    }
    let resolution = session.completer.resolution(of: query)
    switch resolution {
    case .function(let function, let name): return HelpIndex.Page.function(function, name: name).text
    case .instance(let type): return type.help
    case .value(let value):
      if let page = lua.help.page(of: value) { return page.text }
      if case .function(let function) = value, let text = session.sources.definition(of: function) { return text }
    case .unknown, nil: break
    }
    if let page = lua.help.page(named: query) { return page.text }
    let tokens = Lexer.tokens(of: Array(query.utf8))
    if tokens.count == 1, tokens[0].kind == .string, let page = lua.help.page(named: String(query.dropFirst().dropLast())) {
      return page.text
    }
    // An empty string is what stands for one that is not known without running something.
    if case .value(let value)? = resolution, value.text != "" {
      if let name = value.text, let page = lua.help.page(named: name) { return page.text }
      return ValuePrinter(width: Terminal.columns).text(of: value, in: lua)
    }
    if let command = Command.all.first(where: { $0.name == query }) { return command.page }
    guard query.hasPrefix(":") || isPath(query) else {
      throw LuaError("?\(query): expected a name, such as hbf.flow; expressions are not run here")
    }
    let longer = lua.help.names(endingIn: query)
    if longer.count == 1, let page = lua.help.page(named: longer[0]) { return page.text }
    if !longer.isEmpty { throw LuaError("?\(query): there are several: " + longer.map { "?" + $0 }.joined(separator: ", ")) }
    let names = lua.help.names + session.scope.names + Command.all.map { ":" + $0.name }
    let hint = nearestSpelling(of: query, among: names).map { " (did you mean '\($0)'?)" } ?? ""
    throw LuaError("?\(query): no help under that name\(hint); ??word searches")
  }

  /// Whether it is names with dots and colons between.
  private static func isPath(_ query: String) -> Bool {
    let source = Array(query.utf8)
    return Lexer.tokens(of: source).enumerated().allSatisfy { i, token in
      i % 2 == 0 ? token.kind == .name : [".", ":"].contains(token.text(in: source))
    }
  }

  private static func search(_ word: String, in session: Session) throws(LuaError) {
    if word.isEmpty { throw LuaError("??: expected a word to search for, got nothing") }
    let found = session.lua.help.search(word)
    if found.isEmpty { throw LuaError("??\(word): found nowhere") }
    let columns = Terminal.columns
    let width = min(30, found.map(\.name.count).max() ?? 0)
    for (name, summary) in found {
      let line = "  " + name.padded(to: width) + "  " + (summary.split(separator: "\n").first ?? "")
      Terminal.write((line.count <= columns ? line : line.prefix(columns - 3) + "...") + "\n")
    }
  }
}
