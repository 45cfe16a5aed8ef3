import LuaKit

/// What the names of a session stood for at a moment: global variables, those that `local` has declared, loaded modules. The tables
/// themselves are not copied.
struct VariableSnapshot {
  private let lua: LuaState
  private let scope: LocalScope
  private let globals: LuaTable
  let modules: LuaTable
  private let locals: LocalScope.Snapshot

  init(_ session: Session) throws(LuaError) {
    (lua, scope) = (session.lua, session.scope)
    globals = try lua.globals.copied()
    modules = try lua.loaded.copied()
    locals = scope.snapshot
  }

  /// Has every name stand for what it stood for.
  func restore() throws(LuaError) {
    for (table, before) in [(lua.globals, globals), (lua.loaded, modules)] {
      for (key, _) in table where before[key].isNil { table[key] = .nil }
      for (key, value) in before { table[key] = value }
    }
    try scope.restore(locals)
  }

  /// The names of variables, and what they stood for; not those of results, nor those in `others`.
  func variables(but others: Set<String>) -> [String: LuaValue] {
    Self.named(globals, but: others).merging(locals.values) { $1 }
  }

  static func variables(of session: Session, but others: Set<String>) -> [String: LuaValue] {
    named(session.lua.globals, but: others).merging(session.scope.snapshot.values) { $1 }
  }

  private static func named(_ table: LuaTable, but others: Set<String>) -> [String: LuaValue] {
    var found: [String: LuaValue] = [:]
    for (key, value) in table {
      guard let name = key.text, !others.contains(name), !ResultHistory.isName(name) else { continue }
      found[name] = value
    }
    return found
  }
}
