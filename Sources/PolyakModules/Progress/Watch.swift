import HeavyBall
import LuaKit

/// What a long call of unknown length asks as it goes: whether to go on. Where it takes over a second, a line on the
/// terminal says meanwhile what is done and since when; it is gone with its owner.
///
///     let watch = call.watch("sharpness")
///     let found = try objective.sharpness(at: β, options) { try watch.poll() }
final class Watch {
  private let checkInterrupt: () throws(LuaError) -> Void
  private let title: String
  private let line = TerminalLine()
  private var turns = 0
  /// The bytes of a file that are done, and all of them, where both are known.
  var bytes: (done: Int, all: Int)?
  /// The part of the work that is done, where that can be told.
  var part: () -> Double? = { nil }

  init(_ title: String, _ checkInterrupt: @escaping () throws(LuaError) -> Void) {
    (self.title, self.checkInterrupt) = (title, checkInterrupt)
  }

  func poll() throws(LuaError) {
    try checkInterrupt()
    guard line.isDue else { return }
    if let bytes {
      let headway = Headway(done: bytes.done, of: bytes.all, seconds: line.elapsed, unit: .bytes)
      if let texts = headway.texts(title: title) { return line.show(texts) }
    }
    if let part = part() {
      let headway = Headway(done: Int(part * 1e6), of: 1_000_000, seconds: line.elapsed, unit: .parts)
      if let texts = headway.texts(title: title) { return line.show(texts) }
    }
    turns += 1
    let hand = ["|", "/", "-", "\\"][turns % 4]
    line.show(["\(title)  \(hand)  \(Headway.duration(line.elapsed))"])
  }
}

extension Call {
  func watch(_ title: String) -> Watch {
    Watch(title) { [self] () throws(LuaError) in try state.checkInterrupt() }
  }

  /// One for the making of a flow's field.
  func watch(_ flow: HeavyBallFlow) -> Watch {
    let watch = watch(name)
    watch.part = { flow.preparedPart }
    return watch
  }
}
