/// How far many calls are, and the time left by the work that is behind: `fig4  37/84 runs  [######........]  0:21 left`.
struct CallsLine {
  private let title: String
  private let line: TerminalLine
  private let costs: [Double]
  /// Done before, and not among the costs.
  private let finished: Int
  private var fractions: [Double]
  private var ended = 0
  /// The work behind when it last grew, and when that was: until it grows again the time left runs down like a clock.
  private var progress: (work: Double, time: Double) = (0, 0)

  init(title: String, costs: [Double], finished: Int) {
    (self.title, line, self.costs, self.finished) = (title, TerminalLine(), costs, finished)
    fractions = Array(repeating: 0, count: costs.count)
  }

  /// - Parameter fraction: What is behind of call `index`; above 1 is all of it.
  mutating func advance(_ index: Int, to fraction: Double) {
    guard fraction > fractions[index] else { return }
    let more = min(fraction, 1) - fractions[index]
    fractions[index] += more
    progress = (progress.work + more * costs[index], line.elapsed)
  }

  mutating func end(_ index: Int) {
    ended += 1
    advance(index, to: 1)
  }

  func refresh() {
    guard line.isDue else { return }
    line.show(
      Self.texts(
        title: title, done: finished + ended, of: finished + costs.count,
        fraction: (Double(finished) + fractions.reduce(0, +)) / Double(finished + costs.count), secondsLeft: secondsLeft))
  }

  func clear() { line.clear() }

  private var secondsLeft: Double? {
    guard progress.work > 0, progress.time > 0 else { return nil }
    let left = costs.reduce(0, +) - progress.work
    return max(0, left * progress.time / progress.work - (line.elapsed - progress.time))
  }

  /// From the longest to the shortest, for windows of any width.
  static func texts(title: String, done: Int, of all: Int, fraction: Double, secondsLeft: Double?) -> [String] {
    let left = secondsLeft.map { "  \(clock($0)) left" } ?? ""
    let bars = [24, 12, 6].map { "\(title)  \(done)/\(all) runs  [\(TerminalLine.bar(fraction, width: $0))]\(left)" }
    return bars + ["\(title)  \(done)/\(all) runs\(left)", "\(done)/\(all)\(left)", "\(done)/\(all)"]
  }

  /// 0:21, 12:05, 3:00:00.
  private static func clock(_ seconds: Double) -> String {
    let seconds = Int(min(seconds.rounded(.up), 1e9))
    let two = { (x: Int) in x < 10 ? "0\(x)" : "\(x)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return (hours > 0 ? "\(hours):\(two(minutes))" : "\(minutes)") + ":" + two(seconds % 60)
  }
}
