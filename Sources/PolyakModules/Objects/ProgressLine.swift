/// A line on the terminal that says how far a long run is.
///
///     heavy-ball flow of order 3   38%  #########...............  1.2e+06 steps/s, 4 s left
final class ProgressLine {
  private let title: String
  private let line: TerminalLine

  /// Nil where nobody looks.
  init?(title: String) {
    guard let line = TerminalLine() else { return nil }
    (self.title, self.line) = (title, line)
  }

  func show(_ done: Int, of all: Int) {
    guard done > 0, all > 0, line.isDue else { return }
    let rate = Double(done) / line.elapsed
    let left = Double(all - done) / rate
    let bar = TerminalLine.bar(Double(done) / Double(all), width: 24)
    let percent = formatted(Double(100 * min(done, all) / all), "%3.0f")
    line.show("\(title)  \(percent)%  \(bar)  \(formatted(rate, "%.3g")) steps/s, \(Self.words(left)) left")
  }

  /// Takes the line away.
  func clear() { line.clear() }

  private static func words(_ seconds: Double) -> String {
    if seconds < 100 { return formatted(seconds, "%.0f s") }
    if seconds < 6000 { return formatted(seconds / 60, "%.0f min") }
    return formatted(seconds / 3600, "%.1f h")
  }
}
