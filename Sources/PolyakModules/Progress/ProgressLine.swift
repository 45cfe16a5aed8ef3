import HeavyBall

/// A line on the terminal that says how far a long run is.
///
///     heavy-ball flow of order 3   38%  #########...............  1.2e+06 steps/s, 4 s left, loss 3.1e-05
final class ProgressLine {
  private let title: String
  private let line = TerminalLine()
  private var loss = LatestLoss()

  init(title: String) { self.title = title }

  func show(_ progress: RunProgress) {
    guard line.isDue else { return }
    loss.look(progress)
    let headway = Headway(done: progress.done, of: progress.all, seconds: line.elapsed, loss: loss.value)
    if let texts = headway.texts(title: title) { line.show(texts) }
  }
}
