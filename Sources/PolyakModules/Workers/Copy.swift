import HeavyBall

internal import CProcesses
internal import PolyakPlatform

/// A copy of this process that makes one call and ends: what it says, and how it ended.
///
/// Killed with its owner, and so is then what it has started.
final class Copy {
  /// What the parent keeps of a stream of the copy.
  struct Stream {
    let descriptor: Descriptor
    /// Where to it is passed on.
    let target: Int32
    var bytes: [UInt8] = []
  }

  /// Which call it makes.
  let index: Int
  /// By the monotonic clock.
  let start = monotonicSeconds()
  private let messages: Descriptor
  private var arrived: [UInt8] = []
  private var streams: [Stream]
  private var process: pid_t?
  /// The copy's last word, once it has come whole.
  private(set) var outcome: Message?

  /// Makes a copy that runs a body.
  ///
  /// - Parameters:
  ///   - others: The copies that run already: the new one lets go of their pipes.
  ///   - body: In the copy, with the descriptor that messages go to.
  /// - Returns: Nil where there can be none: other threads run here, or the system has no more processes.
  init?(index: Int, others: [Copy], body: (Int32) -> Void) {
    self.index = index
    var pipes: [(read: Descriptor, write: Descriptor)] = []
    for _ in 0..<3 {
      var (readEnd, writeEnd): (Int32, Int32) = (-1, -1)
      guard processes_pipe(&readEnd, &writeEnd) else { return nil }
      pipes.append((Descriptor(readEnd), Descriptor(writeEnd)))
    }
    messages = pipes[0].read
    streams = [Stream(descriptor: pipes[1].read, target: 1), Stream(descriptor: pipes[2].read, target: 2)]
    let process = processes_fork()
    if process == 0 {
      for descriptor in others.flatMap(\.descriptors) + descriptors { descriptor.close() }
      processes_take_streams(pipes[1].write.number, pipes[2].write.number)
      pipes[1].write.close()
      pipes[2].write.close()
      withExtendedLifetime(pipes) { body(pipes[0].write.number) }
      Self.end(0)
    }
    if process < 0 { return nil }
    self.process = process
  }

  deinit { kill() }

  /// Ends this process, which is a copy: what it has written goes out, and nothing of its parent's is run.
  static func end(_ code: Int32) -> Never {
    fflush(nil)
    _exit(code)
  }

  private var descriptors: [Descriptor] { [messages] + streams.map(\.descriptor) }

  /// Those that may still bring something.
  var openDescriptors: [Int32] { descriptors.map(\.number).filter { $0 >= 0 } }

  /// Takes what has come, without waiting. Answers how far the call is, where the copy has said so since.
  func receive() -> Double? {
    messages.read(to: &arrived)
    var latest: Double?
    while let message = Message.take(from: &arrived) {
      if case .fraction(let x) = message { latest = x } else { outcome = message }
    }
    for i in streams.indices { streams[i].descriptor.read(to: &streams[i].bytes) }
    return latest
  }

  /// Takes what may be passed on of its streams: whole lines, and all that there is once it has ended.
  func takeOutput() -> [(target: Int32, bytes: [UInt8])] {
    var output: [(target: Int32, bytes: [UInt8])] = []
    for i in streams.indices {
      let end = hasEnded ? streams[i].bytes.count : (streams[i].bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      guard end > 0 else { continue }
      output.append((streams[i].target, Array(streams[i].bytes[..<end])))
      streams[i].bytes.removeFirst(end)
    }
    return output
  }

  /// Whether it says nothing more.
  var hasEnded: Bool { outcome != nil || !messages.isOpen }

  /// Listens no longer.
  func close() { for descriptor in descriptors { descriptor.close() } }

  /// Whether its process is gone, which has said all. Does not wait.
  var hasLeft: Bool {
    guard let process else { return true }
    var status: Int32 = 0
    let code = waitpid(process, &status, WNOHANG)
    if code == 0 || (code < 0 && errno == EINTR) { return false }
    self.process = nil
    return true
  }

  /// Waits for its end, which is at hand. Answers the signal that ended it, or its exit code.
  func reap() -> Ending {
    guard let process else { return .exit(0) }
    self.process = nil
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      // A host that ignores SIGCHLD learns nothing.
      if errno != EINTR { return .exit(0) }
    }
    return status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
  }

  enum Ending {
    case exit(Int32), signal(Int32)
  }

  /// Ends it, and what it has started.
  func kill() {
    guard let process else { return }
    if !isAtItsEnd(process) {
      let started = Descendants(stopping: process)
      // It first takes away what it has written in part.
      _ = PolyakPlatform.kill(process, SIGTERM)
      _ = PolyakPlatform.kill(process, SIGCONT)
      started.terminate()
      for _ in 0..<50 where !isAtItsEnd(process) { usleep(2000) }
      _ = PolyakPlatform.kill(process, SIGKILL)
      started.end()
    }
    _ = reap()
  }

  /// Whether it has ended, and waits to be reaped.
  private func isAtItsEnd(_ process: pid_t) -> Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) != 0 || information.si_signo != 0
  }
}
