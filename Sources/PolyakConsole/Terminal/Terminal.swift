import LuaKit
// The C library's streams are variables, which Swift does not know to be safe; they are never assigned.
@preconcurrency import PolyakPlatform

/// The standard streams, and the terminal that may be behind them.
enum Terminal {
  /// Where what is written goes instead of the standard streams, of a session that is asked from within a program. There is
  /// no terminal then.
  @TaskLocal static var sink: (@Sendable (LuaString) -> Void)?

  static func isTerminal(_ descriptor: Int32) -> Bool { sink == nil && isatty(descriptor) != 0 }

  /// Whether its kind is one that knows more than letters: TERM is neither empty nor "dumb".
  static var movesCursor: Bool {
    let kind = getenv("TERM").map { String(cString: $0) } ?? ""
    return !kind.isEmpty && kind != "dumb"
  }

  /// Columns and lines of the terminal on the standard output; nil where it is none or does not say.
  static var size: (columns: Int, lines: Int)? {
    guard sink == nil, let size = terminalSize(STDOUT_FILENO), size.rows > 0 else { return nil }
    return (size.columns, size.rows)
  }

  /// How wide what is shown may be.
  static var columns: Int { size?.columns ?? 80 }

  static func write(_ text: String) { write(LuaString(text)) }

  /// Through the C library's buffer, which Lua's own output uses.
  static func write(_ text: LuaString) {
    if let sink { return sink(text) }
    let count = fwrite(text.bytes, 1, text.bytes.count, stdout)
    if (count < text.bytes.count || fflush(stdout) != 0), LostOutput.reason == nil { LostOutput.reason = errno }
  }

  static func writeError(_ text: String) { writeError(LuaString(text)) }

  /// To the standard error, behind what has been written to the standard output; `flushing` that is what the standard
  /// interpreter does not do.
  static func writeError(_ text: LuaString, flushing: Bool = true) {
    if let sink { return sink(text) }
    if flushing { fflush(stdout) }
    fwrite(text.bytes, 1, text.bytes.count, stderr)
  }

  /// A line of the standard input, without its newline; nil at its end or where a signal came.
  static func readLine() -> LuaString? {
    var buffer: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(buffer) }
    var count = getline(&buffer, &capacity, stdin)
    guard count >= 0, let buffer else {
      if errno == EINTR { clearerr(stdin) }
      return nil
    }
    if count > 0, buffer[count - 1] == CChar(UInt8(ascii: "\n")) { count -= 1 }
    return LuaString(bytes: Array(UnsafeRawBufferPointer(start: buffer, count: count)))
  }

  /// Tells `plot` about the terminal.
  static func introduce(to lua: LuaState) throws(LuaError) {
    guard let plot = lua.globals["plot"].table else { return }
    plot["terminal_size"] = .function(
      try lua.function { _ in
        size.map { Results($0.columns, $0.lines) } ?? Results()
      })
    plot["terminal_pixels"] = .function(
      try lua.function { _ in
        let kind = TerminalPixels.kind
        let manner = kind.manner.map { LuaValue($0.rawValue) } ?? .nil
        return kind.cell.map { Results(manner, $0.width, $0.height) } ?? Results(manner)
      })
    plot["is_terminal"] = .function(try lua.function { _ in isTerminal(STDOUT_FILENO) })
  }
}
