import LuaKit
@preconcurrency import CReadline
import PolyakPlatform

/// What was typed, kept from session to session in `$XDG_STATE_HOME/polyak/history` (~/.local/state by default), without
/// duplicates: what is typed again moves to the end.
///
/// An entry is a whole block. The file is only ever appended to, each entry in one write, but for the time when it is
/// tidied, which keeps other prompts waiting: two at once lose nothing. Where it cannot be written, which is said once, the
/// history lasts for the session.
struct History {
  private static let limit = 10_000
  private let file: HistoryFile?

  init() {
    using_history()
    stifle_history(Int32(Self.limit))
    history_multiline_entries = 1
    var file: HistoryFile?
    do throws(HistoryFile.Failure) {
      if let folder = Folders.state { file = try HistoryFile(in: folder) } else { Self.tell("no folder for it: HOME is not set") }
    } catch {
      Self.tell(error.description)
    }
    self.file = file
    for entry in file?.read(atMost: Self.limit) ?? [] { add_history(entry.map { CChar(bitPattern: $0) } + [0]) }
  }

  func add(_ block: LuaString) {
    // NUL ends a C string; a line that holds one cannot be recalled.
    guard !block.bytes.isEmpty, !block.bytes.contains(0) else { return }
    let bytes = block.bytes.map { CChar(bitPattern: $0) } + [0]
    if let last = last, strcmp(last, bytes) == 0 { return }
    removeAll(equalTo: bytes)
    add_history(bytes)
    do throws(HistoryFile.Failure) { try file?.append(block.bytes) } catch { Self.tell(error.description) }
  }

  /// Oldest first.
  var entries: [LuaString] {
    (0..<history_length).compactMap { place in
      guard let line = history_get(history_base + place)?.pointee.line else { return nil }
      return LuaString(bytes: Array(UnsafeRawBufferPointer(start: line, count: strlen(line))))
    }
  }

  /// Once is enough.
  private static func tell(_ reason: String) {
    if !hasTold { Terminal.writeError("history: \(reason); it lasts for this session\n") }
    hasTold = true
  }

  // Unsafe: used from the main thread.
  nonisolated(unsafe) private static var hasTold = false

  private var last: UnsafeMutablePointer<CChar>? {
    history_length > 0 ? history_get(history_base + history_length - 1)?.pointee.line : nil
  }

  private func removeAll(equalTo bytes: [CChar]) {
    for place in stride(from: history_length - 1, through: 0, by: -1) {
      guard let entry = history_get(history_base + place), strcmp(entry.pointee.line, bytes) == 0 else { continue }
      _ = free_history_entry(remove_history(place))
    }
  }
}
