import HeavyBall
import Synchronization

internal import PolyakPlatform

/// One line at the bottom of the terminal, written again and again, gone at the end: after a second, ten times a second.
/// Where there is no terminal, as under a batch system, a line a minute, which stays.
///
/// It goes to the standard error, so that a script's output is the same with and without. Making one costs no more than
/// a look at the clock: whether there is a terminal is asked after a second only.
package final class TerminalLine {
  /// Who is told instead of the terminal, of a program that shows its output elsewhere: the line, or nil where it is taken away.
  /// Unsafe: set before Lua runs; lines are shown by the thread that runs it.
  nonisolated(unsafe) package static var reader: ((String?) -> Void)?

  private let start = monotonicSeconds()
  private let output: Int32
  /// Seconds between lines that stay.
  private let interval: Double
  private var shownAt = 0.0
  private lazy var isVisible = Self.isVisible(output)

  init(to output: Int32 = 2, interval: Double = 60) { (self.output, self.interval) = (output, interval) }

  deinit { clear() }

  /// Seconds since the line was made.
  var elapsed: Double { monotonicSeconds() - start }

  /// Whether the line should be written anew. Where a call inside another takes long too, the outer one's line stays.
  var isDue: Bool {
    let now = monotonicSeconds()
    guard now - start > min(1, interval), now - shownAt > 0.1 else { return false }
    guard isVisible else {
      return now - max(start, shownAt) > interval && !Self.isSilent.load(ordering: .relaxed)
        && now - Double(bitPattern: Self.lastLine.load(ordering: .relaxed)) > interval
    }
    let owner = Self.owner.load(ordering: .relaxed)
    return owner == 0 || owner == identity
  }

  /// Shows the first of the texts that fits into the window, or what fits of the last.
  func show(_ texts: [String]) {
    guard isVisible else {
      guard let text = texts.first else { return }
      shownAt = monotonicSeconds()
      Self.lastLine.store(shownAt.bitPattern, ordering: .relaxed)
      return write(text + "\n")
    }
    // A character in the last column would make some terminals begin a new line.
    let room = Self.columns - 1
    guard let text = texts.first(where: { $0.count <= room }) ?? texts.last.map({ String($0.prefix(room)) }) else { return }
    Self.owner.store(identity, ordering: .relaxed)
    shownAt = monotonicSeconds()
    if let reader = Self.reader { return reader(text) }
    write("\r\(text)\u{1B}[K")
  }

  /// Takes the line away.
  func clear() {
    guard Self.owner.compareExchange(expected: identity, desired: 0, ordering: .relaxed).exchanged else { return }
    if let reader = Self.reader { return reader(nil) }
    write("\r\u{1B}[K")
  }

  /// Takes away whatever line is shown, for what is to be written now; its owner shows it again.
  static func clearShown() {
    guard owner.exchange(0, ordering: .relaxed) != 0 else { return }
    if let reader { return reader(nil) }
    var text = "\r\u{1B}[K"
    _ = text.withUTF8 { PolyakPlatform.write(2, $0.baseAddress, $0.count) }
  }

  /// A bar such as `###.....`.
  static func bar(_ fraction: Double, width: Int) -> String {
    let filled = Int(Double(width) * min(max(fraction, 0), 1))
    return String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
  }

  /// Whether somebody looks: it is a terminal, and one that can go back in a line.
  private static func isVisible(_ output: Int32) -> Bool {
    if reader != nil { return !isSilent.load(ordering: .relaxed) }
    guard isatty(output) != 0, let type = getenv("TERM") else { return false }
    return strcmp(type, "dumb") != 0
  }

  /// Asked each time: windows change.
  private static var columns: Int { terminalSize(STDERR_FILENO)?.columns ?? 80 }

  /// No lines that stay: those of copies of the process, whose work the line of all of them tells of.
  static func silence() { isSilent.store(true, ordering: .relaxed) }
  private static let isSilent = Atomic<Bool>(false)
  /// When one was last written, by whatever works: calls inside one another write one.
  private static let lastLine = Atomic<UInt64>(0)

  /// The line that is shown; 0 where none is.
  private static let owner = Atomic<UInt>(0)
  private var identity: UInt { UInt(bitPattern: ObjectIdentifier(self)) }

  private func write(_ text: String) {
    var text = text
    // A terminal that takes nothing is no reason to end a run.
    _ = text.withUTF8 { PolyakPlatform.write(output, $0.baseAddress, $0.count) }
  }
}
