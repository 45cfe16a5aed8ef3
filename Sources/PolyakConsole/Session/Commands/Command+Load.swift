import PolyakPlatform
import LuaKit

extension Command {
  static let load = Command("load", known: ["l", "run"], .file, "run a file here; its local variables stay") {
    argument, session throws(LuaError) in
    let before = VariableSnapshot.variables(of: session, but: session.interpreter.ownGlobals)
    session.lastFile = Reload.File(path: argument, isScript: false)
    try session.load(file: argument)
    session.noteVariables(
      of: argument,
      VariableSnapshot.variables(of: session, but: session.interpreter.ownGlobals).filter { before[$0.key] != $0.value }
        .map(\.key))
  }
}

extension Session {
  /// Runs a file as if its text had been typed: what it declares `local` stays.
  func load(file path: String) throws(LuaError) {
    guard var text = TextFile.bytes(of: path) else {
      throw LuaError(kind: .unusable, message: "cannot open '\(path)': \(String(cString: strerror(errno)))")
    }
    // A first line for the shell; its newline stays, so that line numbers are the file's.
    if text.first == UInt8(ascii: "#") { text = Array(text.drop { $0 != UInt8(ascii: "\n") }) }
    var entry = Transcript.Entry(text: String(decoding: text, as: UTF8.self).trimmed, isExpression: false, isSilent: true)
    do throws(LuaError) {
      let values = try call(scope.compile(text, isExpression: false, name: "@" + path))
      entry.results = show(values)
      transcript.add(entry)
    } catch {
      entry.failure = error
      transcript.add(entry)
      throw error
    }
  }
}
