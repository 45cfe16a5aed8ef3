import PolyakPlatform
import Synchronization

/// Lists of byte strings between the two processes of a kernel, over a pipe in each direction.
final class FramedChannel: Sendable {
  let reading: Int32
  private let writing: Int32
  /// The process whose channel it is: in a copy of it, such as a worker's, it is closed.
  private let owner = getpid()
  private let lock = Mutex<Void>(())

  init(reading: Int32, writing: Int32) { (self.reading, self.writing) = (reading, writing) }

  /// Whether this process is not a copy of the one whose channel it is.
  var isOwn: Bool { getpid() == owner }

  /// Nothing is sent any more, which the other side sees.
  func close() { PolyakPlatform.close(writing) }

  /// False where nobody reads any more.
  @discardableResult
  func send(_ parts: [[UInt8]]) -> Bool {
    guard isOwn else { return false }
    var bytes: [UInt8] = []
    for number in [parts.count] + parts.map(\.count) { withUnsafeBytes(of: number) { bytes += $0 } }
    bytes += parts.joined()
    return lock.withLock { _ in write(bytes) }
  }

  /// Whether something has come, the end included.
  var hasInput: Bool {
    var input = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, 0) > 0
  }

  /// Waits for the next list; nil at the end, and where a signal comes and `isOver` says so.
  func receive(unless isOver: () -> Bool = { false }) -> [[UInt8]]? {
    guard isOwn, let count = number(isOver), (0...16).contains(count) else { return nil }
    var sizes: [Int] = []
    for _ in 0..<count {
      guard let size = number({ false }), size >= 0 else { return nil }
      sizes.append(size)
    }
    var parts: [[UInt8]] = []
    for size in sizes {
      guard let part = read(size, { false }) else { return nil }
      parts.append(part)
    }
    return parts
  }

  private func number(_ isOver: () -> Bool) -> Int? {
    read(MemoryLayout<Int>.size, isOver)?.withUnsafeBytes { $0.loadUnaligned(as: Int.self) }
  }

  private func read(_ count: Int, _ isOver: () -> Bool) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let taken = bytes.withUnsafeMutableBytes { PolyakPlatform.read(reading, $0.baseAddress?.advanced(by: done), count - done) }
      if taken > 0 {
        done += taken
        continue
      }
      guard taken < 0, errno == EAGAIN || errno == EINTR, !isOver() else { return nil }
      var input = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      poll(&input, 1, -1)
      if isOver() { return nil }
    }
    return bytes
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let taken = bytes.withUnsafeBytes { PolyakPlatform.write(writing, $0.baseAddress?.advanced(by: done), bytes.count - done) }
      if taken > 0 { done += taken } else if errno != EINTR { return false }
    }
    return true
  }
}
