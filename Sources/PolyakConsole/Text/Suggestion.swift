import LuaKit
import LuaPrompt

/// The nearest name to one that is misspelt.
struct Suggestion {
  private let lua: LuaState
  private let local: (String) -> LuaValue?
  private let localNames: [String]

  init(_ lua: LuaState, _ scope: LocalScope) {
    self.init(lua, names: scope.names) { scope.value(of: $0) }
  }

  /// - Parameter local: The values of variables that hide globals.
  init(_ lua: LuaState, names: [String], local: @escaping (String) -> LuaValue?) {
    self.lua = lua
    self.local = local
    localNames = names
  }

  /// For "attempt to call a nil value (global 'prnt')" and its like; nil where the message suggests something itself.
  func forMessage(_ message: String, line: String?) -> String? {
    if let module = name(behind: "module '", in: message), message.contains("' not found:") {
      return nearestSpelling(of: module, among: lua.requirableModules.sorted())
    }
    if message.contains("did you mean") || !message.contains("a nil value") { return nil }
    if let name = name(behind: "(global '", in: message) { return nearestGlobal(name) }
    guard let name = name(behind: "(field '", in: message) ?? name(behind: "(method '", in: message), let line else { return nil }
    return nearestMember(name, in: Array(line.utf8))
  }

  /// For an expression that gave nil: "no field 'flwo' (did you mean 'flow'?)", where it is a name or a path of names.
  func forNil(_ expression: [UInt8]) -> String? {
    let tokens = Lexer.tokens(of: expression)
    guard let last = tokens.last, last.kind == .name else { return nil }
    let name = last.text(in: expression)
    if tokens.count == 1 {
      if let hint = Habit.hint(forName: name) { return hint }
      return nearestGlobal(name).map { "no variable '\(name)' (did you mean '\($0)'?)" }
    }
    guard tokens.count >= 3, tokens[tokens.count - 2].text(in: expression) == "." else { return nil }
    return nearestMember(name, in: expression).map { "no field '\(name)' (did you mean '\($0)'?)" }
  }

  private func nearestGlobal(_ name: String) -> String? {
    if local(name) != nil { return nil }
    let names = lua.globals.compactMap { $0.key.text }.filter { !$0.hasPrefix("_") } + localNames
    return nearestSpelling(of: name, among: names.sorted())
  }

  private func nearestMember(_ name: String, in source: [UInt8]) -> String? {
    let names = Completer(lua, local: local).siblings(of: name, in: source)
    return nearestSpelling(of: name, among: names)
  }

  private func name(behind words: String, in message: String) -> String? {
    guard let range = message.firstRange(of: words) else { return nil }
    return String(message[range.upperBound...].prefix { $0 != "'" })
  }
}
