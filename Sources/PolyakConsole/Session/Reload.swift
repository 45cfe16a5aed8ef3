import LuaKit
import LuaPrompt

/// A script run once more in the same session, with the modules whose files have changed.
///
/// What the session has stays, but for what the script and the modules set anew, and for what the script had set before and has no
/// word of any more. Where it fails every name stands for what it stood for.
struct Reload {
  /// A file, and how it was run.
  struct File {
    var path: String
    /// Whether the program was started with it: then it gets the arguments of the command line, and its `local` stays its own.
    var isScript: Bool
  }

  private let session: Session
  private let file: File?
  private let outdated: [LoadedFiles.Outdated]
  private var lua: LuaState { session.lua }

  init(_ session: Session, _ file: File?) {
    (self.session, self.file) = (session, file)
    outdated = session.loadedFiles.outdated(in: session.lua)
  }

  /// Does it, and gives what is to be said of it.
  func run() throws(LuaError) -> String {
    // What does not compile is refused before anything changes.
    let chunk: LuaFunction? =
      if let file, file.isScript { try session.interpreter.chunk(ofScript: LuaString(file.path)) } else { nil }
    let before = try VariableSnapshot(session)
    var gone: [String] = []
    do throws(LuaError) {
      for module in outdated { lua.loaded[module.name] = .nil }
      if let chunk {
        session.transcript.add(note: ":reload " + (file?.path ?? "") + "   (what it did is not here)")
        _ = try session.call(chunk, session.interpreter.scriptArguments())
      } else if let file {
        try session.load(file: file.path)
      }
      // A module that nothing of it requires any more may still be in use here.
      for module in outdated where lua.loaded[module.name].isNil { _ = try lua.require(module.name) }
      try renewModules(before)
      gone = removeForgotten()
    } catch {
      try before.restore()
      Terminal.write("\(file?.path ?? "a module") failed: every variable and module is what it was before\n")
      throw error
    }
    session.loadedFiles.note(in: lua)
    let text = report(before, gone)
    if let file { session.noteVariables(of: file.path, changes(before).map(\.name), without: gone) }
    return text
  }

  /// Variables that were an old module are the new one.
  private func renewModules(_ before: VariableSnapshot) throws(LuaError) {
    for module in outdated {
      let old = before.modules[module.name], new = lua.loaded[module.name]
      guard old.table != nil || old.function != nil, old != new else { continue }
      for (key, value) in lua.globals where value == old { lua.globals[key] = new }
      try session.scope.replace(old, with: new)
    }
  }

  /// Takes away the global variables that the script had set, if they still are what it made of them and its text no longer has
  /// their names.
  private func removeForgotten() -> [String] {
    guard let file, file.path == session.fileVariables.path, let text = TextFile.bytes(of: file.path) else { return [] }
    let words = Set(Lexer(text).filter { $0.kind == .name }.map { $0.text(in: text) })
    var gone: [String] = []
    for (key, value) in session.fileVariables.values {
      guard let name = key.text, !words.contains(name), lua.globals[name] == value else { continue }
      lua.globals[name] = .nil
      gone.append(name)
    }
    return gone.sorted()
  }

  private func changes(_ before: VariableSnapshot) -> [(name: String, isNew: Bool)] {
    let own = session.interpreter.ownGlobals
    let old = before.variables(but: own)
    return VariableSnapshot.variables(of: session, but: own).filter { old[$0.key] != $0.value }
      .map { ($0.key, old[$0.key] == nil) }.sorted { $0.0 < $1.0 }
  }

  private func report(_ before: VariableSnapshot, _ gone: [String]) -> String {
    var lines = [file.map { "\($0.path): run again" } ?? "no script: modules alone"]
    if outdated.isEmpty, file == nil { return "no module has changed, and there is no script to run again" }
    if !outdated.isEmpty {
      lines[0] += "; taken anew: " + outdated.map { "\($0.name) (\($0.reason))" }.joined(separator: ", ")
    }
    let changes = changes(before)
    let touched = Set(changes.map(\.name))
    let stay = VariableSnapshot.variables(of: session, but: session.interpreter.ownGlobals).keys
      .filter { !touched.contains($0) }.sorted()
    let rows = [
      ("new", changes.filter(\.isNew).map(\.name)), ("changed", changes.filter { !$0.isNew }.map(\.name)), ("gone", gone),
      ("as before", stay),
    ]
    for (title, names) in rows where !names.isEmpty {
      let shown = names.prefix(40).joined(separator: ", ")
      lines.append("  " + title.padded(to: 11) + shown + (names.count > 40 ? " and \(names.count - 40) more" : ""))
    }
    return lines.joined(separator: "\n").wrapped(to: Terminal.columns)
  }
}
