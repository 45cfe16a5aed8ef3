import PolyakPlatform
import LuaKit

extension Command {
  static let edit = Command(
    "edit", known: ["e"], .optionalFile, "the last block, or a file, in $VISUAL or $EDITOR; then it is run"
  ) {
    argument, session throws(LuaError) in
    // An editor would wait for ever.
    if Interruption.manner == .notebook { throw LuaError(":edit: a notebook has no terminal for an editor; edit the cell") }
    if !argument.isEmpty {
      try edit(argument)
      if access(argument, F_OK) == 0 { try session.load(file: argument) }
      return
    }
    let before = session.transcript.entries.last { !$0.isNote }?.text ?? ""
    let path = try temporaryFile(with: before + "\n")
    defer { unlink(path) }
    try edit(path)
    guard let text = TextFile.bytes(of: path) else { throw LuaError(":edit: the edited text is gone") }
    if String(decoding: text, as: UTF8.self).trimmed == before.trimmed { return Terminal.write("nothing was changed\n") }
    var block = session.makeBlock()
    let state = block.add(LuaString(bytes: text))
    switch state {
    case .whole: session.editor?.remember(LuaString(bytes: block.text))
    case .session(let copied): for entry in copied.entries { session.editor?.remember(LuaString(bytes: entry)) }
    case .empty, .incomplete, .wrong: break
    }
    session.enter(block, state)
  }

  private static func edit(_ path: String) throws(LuaError) {
    let wishes = [getenv("VISUAL"), getenv("EDITOR")].compactMap { $0.map { String(cString: $0) } }
    let editor = wishes.first { !$0.isEmpty } ?? "vi"
    let code = Shell.status(editor + " " + ShellQuoting.quoted(path))
    if code != 0 { throw LuaError(":edit: the editor '\(editor)' ended with code \(code)") }
  }

  private static func temporaryFile(with text: String) throws(LuaError) -> String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/polyak-XXXXXX.lua").utf8CString)
    let descriptor = mkstemps(&template, 4)
    guard descriptor >= 0 else { throw LuaError(":edit: no temporary file in '\(folder)': \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    if PolyakPlatform.write(descriptor, bytes, bytes.count) != bytes.count {
      let reason = String(cString: strerror(errno))
      unlink(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
      throw LuaError(":edit: cannot write a file in '\(folder)': \(reason)")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
