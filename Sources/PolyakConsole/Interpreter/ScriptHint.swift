import LuaKit
import PolyakModules

/// The nearest name where a script has misspelt one of Polyak's. What is wrong with Lua's own names, or the script's, reads
/// as the standard interpreter has it.
struct ScriptHint {
  private let lua: LuaState

  init(_ lua: LuaState) { self.lua = lua }

  /// " (did you mean 'gd'?)"; called before the calls that failed are gone.
  ///
  /// - Parameter code: What `(command line)` stands for.
  func text(for error: LuaError, commandLine code: [UInt8]) -> String? {
    guard error.kind == .runtime, error.message.contains("a nil value") else { return nil }
    let (position, body) = ErrorMessage.parted(error.message)
    guard let position else { return nil }
    let text = position.source == "(command line)" ? code : TextFile.bytes(of: position.source) ?? []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.indices.contains(position.line - 1) else { return nil }
    let frames = lua.frames
    defer { for frame in frames { frame.end() } }
    let frame = frames.first { $0.place == "\(position.source):\(position.line)" }
    let suggestion = Suggestion(lua, names: []) { frame?[$0] }
    let line = String(decoding: lines[position.line - 1], as: UTF8.self)
    guard let name = suggestion.forMessage(body, line: line), isPolyaks(name) else { return nil }
    return " (did you mean '\(name)'?)"
  }

  /// Whether it is a global of Polyak's, a field of one or a method.
  private func isPolyaks(_ name: String) -> Bool {
    Polyak.names(in: lua).contains { $0.split { $0 == "." || $0 == ":" }.last.map { $0 == name } ?? false }
  }
}
