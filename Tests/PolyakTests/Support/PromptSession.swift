import Foundation

/// The program in a terminal of its own, and somebody who types there.
final class PromptSession {
  private let master: Int32
  private let launched: Launched
  private var shown = ""
  /// The beginning of a letter that has not come whole.
  private var received: [UInt8] = []

  init(
    _ arguments: String..., environment: [String: String] = [:], in folder: TemporaryFolder,
    program: String = programPath
  ) throws {
    // As openpt does it, which Swift does not import: unlock the other end, ask for its number.
    let unlock: UInt = 0x4004_5431, getNumber: UInt = 0x8004_5430
    var number: Int32 = 0, locked: Int32 = 0
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0, ioctl(master, unlock, &locked) == 0, ioctl(master, getNumber, &number) == 0 else {
      throw POSIXError(.ENXIO)
    }
    Self.resize(master, columns: 80, lines: 30)
    launched = try Launched(
      arguments,
      environment: ["HOME": folder.path, "TERM": "dumb", "INPUTRC": "/dev/null"].merging(environment) { $1 },
      folder: folder.path, terminal: "/dev/pts/\(number)", program: program)
  }

  deinit { close(master) }

  var process: pid_t { launched.process }

  /// Gives the window another size, of which the program's terminal tells it with a signal.
  func resize(columns: UInt16, lines: UInt16) { Self.resize(master, columns: columns, lines: lines) }

  private static func resize(_ terminal: Int32, columns: UInt16, lines: UInt16) {
    var size = winsize(ws_row: lines, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  /// Types keys; "\r" is Enter, "\u{3}" Ctrl-C.
  func type(_ keys: String) { _ = keys.utf8CString.withUnsafeBytes { write(master, $0.baseAddress, $0.count - 1) } }

  /// Waits until the text is shown, and gives what was shown from the last such place up to its end; nil where it is
  /// not shown in time.
  func shows(_ text: String, within seconds: Double = 60) -> String? {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while true {
      if let range = shown.range(of: text) {
        defer { shown = String(shown[range.upperBound...]) }
        return String(shown[..<range.upperBound])
      }
      guard deadline > Date(), receive() else { return nil }
    }
  }

  /// What is shown from here on, for so long at most.
  func showsMore(within seconds: Double) -> String {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while shown.isEmpty, deadline > Date(), receive() {}
    defer { shown = "" }
    return shown
  }

  /// Takes what the program has written, if it comes soon; false where no more will come.
  private func receive() -> Bool {
    var input = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&input, 1, 100) >= 0 else { return false }
    guard input.revents & Int16(POLLIN) != 0 else { return true }
    var block = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &block, block.count)
    guard count > 0 else { return false }
    // A letter may come in two parts.
    received += block[..<count]
    let whole = received.lastIndex { $0 & 0xC0 != 0x80 } ?? 0
    let isWhole = String(validating: received[whole...], as: UTF8.self) != nil
    shown += String(decoding: isWhole ? received[...] : received[..<whole], as: UTF8.self)
    received = isWhole ? [] : Array(received[whole...])
    return true
  }

  /// Waits until the program is at what it was told to do: it computes for so long from here, however slow the machine is.
  func computes(for seconds: Double = 0.1) -> Bool {
    let start = processorTime(of: process)
    return comesTrue(within: 60) { processorTime(of: process) >= start + seconds }
  }

  /// Ctrl-C while something runs, and waits until the program has taken the signal: two that come close together are one.
  func interrupt() -> Bool {
    type("\u{3}")
    // The terminal shows it once the signal is sent.
    return shows("^C") != nil && comesTrue { !isPending(SIGINT, at: process) }
  }

  func exitCode(within seconds: Double = 30) -> Int32? { launched.wait(seconds: seconds) }
}
