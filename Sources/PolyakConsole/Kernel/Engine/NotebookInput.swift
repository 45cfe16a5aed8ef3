import CProcesses
import PolyakPlatform

/// The standard input of a notebook: whoever reads a line of it asks the user.
enum NotebookInput {
  // Unsafe: C's function has no context. They are written and read on Lua's thread.
  nonisolated(unsafe) private static var link: EngineLink?
  /// What has been given and not yet been read.
  nonisolated(unsafe) private static var rest: ArraySlice<UInt8> = []
  /// Whether whoever runs the cell can be asked.
  nonisolated(unsafe) private static var isAllowed = false

  /// A cell begins: what an earlier one has left unread is gone.
  static func begin(isAllowed: Bool) {
    self.isAllowed = isAllowed
    rest = []
    processes_forget_input()
  }

  /// Called before Lua's state is made, which keeps the stream.
  static func install(_ link: EngineLink) {
    self.link = link
    // Where the system has no such streams the input stays empty.
    _ = processes_answer_input { bytes, count in NotebookInput.read(bytes, count) }
  }

  private static func read(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes, let link, link.isOwn else { return 0 }
    if rest.isEmpty {
      guard isAllowed else {
        errno = EOPNOTSUPP
        return -1
      }
      guard let line = link.ask() else {
        errno = EINTR
        return -1
      }
      rest = line + [UInt8(ascii: "\n")]
    }
    let taken = rest.prefix(count)
    for (i, byte) in taken.enumerated() { bytes[i] = CChar(bitPattern: byte) }
    rest = rest.dropFirst(taken.count)
    return taken.count
  }
}
