internal import Synchronization

internal import PolyakPlatform

/// What this process has seen of others' claims, and since when: who renews nothing for the length of a lease has left.
///
/// The clock is this process's own; no two hosts' are compared. Claims that are met at one time run out at one time, however many
/// they are.
final class ClaimWatch: Sendable {
  private struct Sight {
    var content: [UInt8]
    var since: Double
    var latest: Double
  }

  private let lease: Double
  private let clock: @Sendable () -> Double
  private let process: ClaimProcess
  private let sights = Mutex<[FileName: Sight]>([:])

  init(
    lease: Double, process: ClaimProcess = .current, clock: @escaping @Sendable () -> Double = { monotonicSeconds() }
  ) {
    (self.lease, self.process, self.clock) = (lease, process, clock)
  }

  /// Whether the holder that a claim's file names has left it.
  ///
  /// - Parameter content: What the file says now.
  func hasLeft(_ file: FileName, _ content: [UInt8]) -> Bool {
    if let record = ClaimRecord(content), record.process.hasEnded(seenBy: process) { return true }
    let now = clock()
    return sights.withLock { sights in
      guard var sight = sights[file], sight.content == content else {
        if sights.count >= 4096 { sights = sights.filter { now - $0.value.latest < 2 * lease } }
        sights[file] = Sight(content: content, since: now, latest: now)
        return false
      }
      sight.latest = now
      sights[file] = sight
      return now - sight.since >= lease
    }
  }
}
