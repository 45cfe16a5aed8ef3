import HeavyBall
@preconcurrency import PolyakPlatform

/// What Lua's process says to the one that talks to Jupyter. What has been printed goes before.
final class EngineLink: Sendable {
  private let channel: FramedChannel

  init(_ channel: FramedChannel) { self.channel = channel }

  /// Whether this process is none of the copies that workers are.
  var isOwn: Bool { channel.isOwn }

  /// Returns when it is on its way: what is printed next comes behind it.
  func publish(_ type: String, _ content: DataTree) {
    say(.publish, [Array(type.utf8), content.json])
    while let parts = channel.receive(), parts != KernelFront.heard {}
  }

  /// - Parameter stops: Whether requests that wait are not to be run.
  func reply(_ content: DataTree, stops: Bool = false) { say(.reply, [content.json] + (stops ? [[]] : [])) }

  /// The next request; nil when the kernel ends.
  func next() -> (NotebookRequest, DataTree)? {
    while let parts = channel.receive() {
      // An answer that came too late is none.
      guard parts.count == 2, let request = NotebookRequest(rawValue: String(decoding: parts[0], as: UTF8.self)) else { continue }
      return (request, DataTree(json: parts[1]) ?? [:])
    }
    return nil
  }

  /// A line that the user has given; nil where an interrupt came first.
  func ask() -> [UInt8]? {
    say(.ask, [(["prompt": "", "password": false] as DataTree).json])
    while let parts = channel.receive(unless: { Interruption.hasCome }) {
      if parts.count == 2, parts[0] == Array("input_reply".utf8) { return parts[1] }
    }
    return nil
  }

  private func say(_ answer: KernelFront.Answer, _ parts: [[UInt8]]) {
    fflush(stdout)
    channel.send([Array(answer.rawValue.utf8)] + parts)
  }
}
