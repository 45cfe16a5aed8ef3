/// How far something long is, how fast it goes and when it will be done, in words.
struct Headway {
  enum Unit {
    case steps
    case bytes
    /// Parts of something whose speed says nothing.
    case parts
  }

  let done: Int
  let all: Int
  let seconds: Double
  let unit: Unit
  let loss: Double?

  init(done: Int, of all: Int, seconds: Double, unit: Unit = .steps, loss: Double? = nil) {
    (self.done, self.all, self.seconds, self.unit, self.loss) = (done, all, seconds, unit, loss)
  }

  /// From the longest to the shortest, for windows of any width; nil while there is nothing to go by.
  func texts(title: String) -> [String]? {
    guard let words else { return nil }
    let bars = [24, 12, 6].map { "\(title)  \(percent)  \(TerminalLine.bar(fraction, width: $0))  \(words)" }
    return bars + [
      "\(title)  \(percent)  \(words)", "\(title)  \(words)", "\(percent)  \(words)", "\(percent)  \(left)", percent,
    ]
  }

  /// `1.2e+06 steps/s, 4 s left, loss 3.1e-05`.
  var words: String? {
    guard done > 0, all > 0, seconds > 0 else { return nil }
    let speed =
      switch unit {
      case .steps: "\(formatted(rate, "%.3g")) steps/s, "
      case .bytes: "\(formatted(rate / 1e6, "%.3g")) MB/s, "
      case .parts: ""
      }
    return speed + left + (loss.map { ", loss \(formatted($0, "%.3g"))" } ?? "")
  }

  /// ` 38%`.
  var percent: String { formatted((100 * fraction).rounded(.down), "%3.0f") + "%" }

  private var fraction: Double { min(Double(done) / Double(all), 1) }
  private var rate: Double { Double(done) / seconds }
  private var left: String { Self.duration(Double(max(all - done, 0)) / rate) + " left" }

  static func duration(_ seconds: Double) -> String {
    if seconds < 100 { return formatted(seconds, "%.0f s") }
    if seconds < 6000 { return formatted(seconds / 60, "%.0f min") }
    if seconds < 360_000 { return formatted(seconds / 3600, "%.1f h") }
    return formatted(seconds / 86400, "%.0f days")
  }
}
