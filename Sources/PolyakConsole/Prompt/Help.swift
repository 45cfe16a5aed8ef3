import LuaKit

/// `?name`, `??word` and `?`.
enum Help {
  static func show(_ query: String, in session: Session) throws(LuaError) {
    if query.hasPrefix("?") { return try search(String(query.dropFirst()).trimmed, in: session) }
    let query = query.trimmed
    let columns = Terminal.size?.columns ?? 80
    let overview = session.lua.help.overview + "\n\n  :help lists the prompt's commands"
    let text = query.isEmpty ? overview : try text(of: query, in: session)
    Terminal.write(text.wrapped(to: columns) + "\n")
  }

  private static func text(of query: String, in session: Session) throws(LuaError) -> String {
    let lua = session.lua
    if query.hasPrefix(":"), let command = Command.all.first(where: { ":" + $0.name == query }) {
      return "\(command.usage)\n\n  \(command.summary)"
    }
    switch session.completer.resolution(of: query) {
    case .function(let function, let name): return HelpIndex.Page.function(function, name: name).text
    case .instance(let type): return type.help
    case .value(let value):
      if let page = lua.help.page(of: value) { return page.text }
      if case .function(let function) = value, let text = session.sources.definition(of: function) { return text }
    case .unknown, nil: break
    }
    if let page = lua.help.page(named: query) { return page.text }
    if case .value(let value)? = session.completer.resolution(of: query) {
      return ValuePrinter(width: Terminal.size?.columns ?? 80).text(of: value, in: lua)
    }
    let names = lua.help.names + session.scope.names + Command.all.map { ":" + $0.name }
    let hint = nearestSpelling(of: query, among: names).map { " (did you mean '\($0)'?)" } ?? ""
    throw LuaError("?\(query): no help under that name\(hint); ??word searches")
  }

  private static func search(_ word: String, in session: Session) throws(LuaError) {
    if word.isEmpty { throw LuaError("??: expected a word to search for, got nothing") }
    let found = session.lua.help.search(word)
    if found.isEmpty { throw LuaError("??\(word): found nowhere") }
    let columns = Terminal.size?.columns ?? 80
    let width = min(30, found.map(\.name.count).max() ?? 0)
    for (name, summary) in found {
      let line = "  " + name.padding(to: width) + "  " + (summary.split(separator: "\n").first ?? "")
      Terminal.write((line.count <= columns ? line : line.prefix(columns - 3) + "...") + "\n")
    }
  }
}
