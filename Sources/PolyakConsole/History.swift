import LuaKit
@preconcurrency import CReadline
import Glibc

/// What was typed, kept from session to session in `$XDG_STATE_HOME/polyak/history` (~/.local/state by default).
///
/// An entry is a whole block. Where the file cannot be written the history lasts for the session.
struct History {
  private static let limit: Int32 = 10_000
  private let path: String?

  init() {
    using_history()
    stifle_history(Self.limit)
    // A time before each entry tells readline where an entry of several lines ends.
    history_write_timestamps = 1
    history_comment_char = CChar(UInt8(ascii: "#"))
    history_multiline_entries = 1
    path = Self.file()
    guard let path else { return }
    history_truncate_file(path, Self.limit)
    read_history(path)
  }

  func add(_ block: LuaString) {
    let bytes = block.bytes.map { CChar(bitPattern: $0) } + [0]
    let last = history_length > 0 ? history_get(history_base + history_length - 1) : nil
    if let last, strcmp(last.pointee.line, bytes) == 0 { return }
    add_history(bytes)
    if let path { append_history(1, path) }
  }

  /// The file, made with its folders where it is missing; nil where that fails.
  private static func file() -> String? {
    guard let folder = stateFolder(home: getenv("HOME"), state: getenv("XDG_STATE_HOME")) else { return nil }
    for end in folder.indices.dropFirst() where folder[end] == "/" { mkdir(String(folder[..<end]), 0o700) }
    mkdir(folder, 0o700)
    let path = folder + "/history"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    close(descriptor)
    return path
  }

  /// As the XDG base directory specification has it: a relative path is not to be used.
  private static func stateFolder(home: UnsafeMutablePointer<CChar>?, state: UnsafeMutablePointer<CChar>?) -> String? {
    let state = state.map { String(cString: $0) } ?? ""
    if state.hasPrefix("/") { return state + "/polyak" }
    let home = home.map { String(cString: $0) } ?? ""
    return home.hasPrefix("/") ? home + "/.local/state/polyak" : nil
  }
}
