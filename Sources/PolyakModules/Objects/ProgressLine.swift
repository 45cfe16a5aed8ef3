internal import Glibc

/// A line on the terminal that says how far a long run is: after a second, ten times a second, gone at the end.
///
///     heavy-ball flow of order 3   38%  #########...............  1.2e+06 steps/s, 4 s left
///
/// It goes to the standard error, so that a script's output is the same with and without.
final class ProgressLine {
  private let title: String
  private let start = ProgressLine.now()
  private var shownAt = 0.0
  private var isShown = false

  /// Nil where nobody looks: the standard error is no terminal, or one that cannot go back in a line.
  init?(title: String) {
    guard isatty(2) != 0, let type = getenv("TERM"), String(cString: type) != "dumb" else { return nil }
    self.title = title
  }

  deinit { clear() }

  func show(_ done: Int, of all: Int) {
    let now = Self.now()
    guard now - start > 1, now - shownAt > 0.1, done > 0, all > 0 else { return }
    (shownAt, isShown) = (now, true)
    let rate = Double(done) / (now - start)
    let left = Double(all - done) / rate
    let width = 24
    let filled = width * min(done, all) / all
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let percent = formatted(Double(100 * min(done, all) / all), "%3.0f")
    write("\r\(title)  \(percent)%  \(bar)  \(formatted(rate, "%.3g")) steps/s, \(Self.words(left)) left\u{1B}[K")
  }

  /// Takes the line away.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
    isShown = false
  }

  private static func words(_ seconds: Double) -> String {
    if seconds < 100 { return formatted(seconds, "%.0f s") }
    if seconds < 6000 { return formatted(seconds / 60, "%.0f min") }
    return formatted(seconds / 3600, "%.1f h")
  }

  private static func now() -> Double {
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
