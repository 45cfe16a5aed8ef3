import CProcesses
import PolyakPlatform

/// The process that runs Lua for a kernel, as the one that talks to Jupyter sees it. So that one can be asked, told to stop and
/// listened to whatever the other computes, and Lua's process has no other threads: it can be copied, as sweeps do.
struct EngineProcess {
  let id: pid_t
  let channel: FramedChannel
  /// Where what it prints comes from; reading never waits.
  let output, errors: Int32
  /// A byte for each SIGINT that has come to this process.
  let signals: Int32

  enum Side {
    case front(EngineProcess)
    /// In the new process: what it is asked comes here, and its streams are the other's.
    case engine(FramedChannel)
  }

  struct Failure: Error {
    let description: String
  }

  static func start() throws(Failure) -> Side {
    let requests = try pipe(), answers = try pipe(), output = try pipe(), errors = try pipe(), signals = try pipe()
    let id = processes_fork()
    guard id >= 0 else { throw Failure(description: "cannot start a process: \(String(cString: strerror(errno)))") }
    if id == 0 {
      // Of a group of its own: what Jupyter sends to the kernel's comes by way of the front, once.
      setpgid(0, 0)
      processes_take_streams(output.write, errors.write)
      for descriptor in [
        requests.write, answers.read, output.read, output.write, errors.read, errors.write, signals.read, signals.write,
      ] { close(descriptor) }
      return .engine(FramedChannel(reading: requests.read, writing: answers.write))
    }
    setpgid(id, id)
    for descriptor in [requests.read, answers.write, output.write, errors.write] { close(descriptor) }
    // Where it has ended, what is sent to it is lost and no more.
    _ = PolyakPlatform.signal(SIGPIPE, SIG_IGN)
    told = signals.write
    _ = PolyakPlatform.signal(SIGINT) { _ in
      let before = errno
      _ = PolyakPlatform.write(EngineProcess.told, "!", 1)
      errno = before
    }
    return .front(
      EngineProcess(
        id: id, channel: FramedChannel(reading: answers.read, writing: requests.write), output: output.read, errors: errors.read,
        signals: signals.read))
  }

  // Unsafe: the handler reads it. It is written before that is installed.
  nonisolated(unsafe) private static var told: Int32 = -1

  private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
    var (read, write): (Int32, Int32) = (-1, -1)
    guard processes_pipe(&read, &write) else {
      throw Failure(description: "cannot make a pipe: \(String(cString: strerror(errno)))")
    }
    return (read, write)
  }

  /// As Ctrl-C does at the prompt, with all that it has started.
  func interrupt() { kill(-id, SIGINT) }

  /// Lets it end, and has it end where it takes too long: it closes files and calls finalisers, if it is not at work.
  ///
  /// - Returns: Its exit code, or 128 and the number of the signal that ended it.
  func end(isBusy: Bool) -> Int32 {
    channel.close()
    if isBusy { kill(-id, SIGTERM) }
    for signal in [SIGTERM, SIGKILL] {
      for _ in 0..<100 {
        var status: Int32 = 0
        let found = waitpid(id, &status, WNOHANG)
        if found == id { return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F) }
        if found < 0, errno != EINTR { return 0 }
        usleep(10_000)
      }
      kill(-id, signal)
    }
    waitpid(id, nil, 0)
    return 128 + SIGKILL
  }

  /// What has been printed; empty where nothing more is there.
  static func take(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    // Much at a time, but not for ever: others wait.
    while bytes.count < 1 << 20 {
      let count = read(descriptor, &block, block.count)
      if count <= 0 { break }
      bytes += block[..<count]
    }
    return bytes
  }
}
