internal import Glibc

/// One line at the bottom of the terminal, written again and again, gone at the end: after a second, ten times a second.
///
/// It goes to the standard error, so that a script's output is the same with and without.
final class TerminalLine {
  private let start = TerminalLine.now()
  private var shownAt = 0.0
  private var isShown = false

  /// Nil where nobody looks: the standard error is no terminal, or one that cannot go back in a line.
  init?() {
    guard isatty(2) != 0, let type = getenv("TERM"), String(cString: type) != "dumb" else { return nil }
  }

  deinit { clear() }

  /// Seconds since the line was made.
  var elapsed: Double { Self.now() - start }

  /// Whether the line should be written anew.
  var isDue: Bool { elapsed > 1 && Self.now() - shownAt > 0.1 }

  func show(_ text: String) {
    (shownAt, isShown) = (Self.now(), true)
    write("\r\(text)\u{1B}[K")
  }

  /// Takes the line away.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
    isShown = false
  }

  /// A bar such as `###.....`.
  static func bar(_ fraction: Double, width: Int) -> String {
    let filled = Int(Double(width) * min(max(fraction, 0), 1))
    return String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
  }

  /// Seconds on a clock that nobody sets.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private func write(_ text: String) {
    var text = text
    // A terminal that takes nothing is no reason to end a run.
    _ = text.withUTF8 { Glibc.write(2, $0.baseAddress, $0.count) }
  }
}
