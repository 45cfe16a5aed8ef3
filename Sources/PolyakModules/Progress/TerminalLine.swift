import HeavyBall
import Synchronization

internal import Glibc

/// One line at the bottom of the terminal, written again and again, gone at the end: after a second, ten times a second.
///
/// It goes to the standard error, so that a script's output is the same with and without. Making one costs no more than
/// a look at the clock: whether there is a terminal is asked after a second only.
final class TerminalLine {
  private let start = monotonicSeconds()
  private var shownAt = 0.0
  private lazy var isVisible = Self.isVisible

  deinit { clear() }

  /// Seconds since the line was made.
  var elapsed: Double { monotonicSeconds() - start }

  /// Whether the line should be written anew. Where a call inside another takes long too, the outer one's line stays.
  var isDue: Bool {
    let now = monotonicSeconds()
    guard now - start > 1, now - shownAt > 0.1, isVisible else { return false }
    let owner = Self.owner.load(ordering: .relaxed)
    return owner == 0 || owner == identity
  }

  /// Shows the first of the texts that fits into the window, or what fits of the last.
  func show(_ texts: [String]) {
    // A character in the last column would make some terminals begin a new line.
    let room = Self.columns - 1
    guard let text = texts.first(where: { $0.count <= room }) ?? texts.last.map({ String($0.prefix(room)) }) else { return }
    Self.owner.store(identity, ordering: .relaxed)
    shownAt = monotonicSeconds()
    write("\r\(text)\u{1B}[K")
  }

  /// Takes the line away.
  func clear() {
    if Self.owner.compareExchange(expected: identity, desired: 0, ordering: .relaxed).exchanged { write("\r\u{1B}[K") }
  }

  /// A bar such as `###.....`.
  static func bar(_ fraction: Double, width: Int) -> String {
    let filled = Int(Double(width) * min(max(fraction, 0), 1))
    return String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
  }

  /// Whether somebody looks: the standard error is a terminal, and one that can go back in a line.
  static var isVisible: Bool {
    guard isatty(2) != 0, let type = getenv("TERM") else { return false }
    return strcmp(type, "dumb") != 0
  }

  /// Asked each time: windows change.
  private static var columns: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// The line that is shown; 0 where none is.
  private static let owner = Atomic<UInt>(0)
  private var identity: UInt { UInt(bitPattern: ObjectIdentifier(self)) }

  private func write(_ text: String) {
    var text = text
    // A terminal that takes nothing is no reason to end a run.
    _ = text.withUTF8 { Glibc.write(2, $0.baseAddress, $0.count) }
  }
}
