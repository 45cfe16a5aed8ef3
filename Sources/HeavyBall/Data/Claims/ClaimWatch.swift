internal import Synchronization

internal import PolyakPlatform

/// What this process has seen of others' claims, and since when: who renews nothing for the length of a lease has left.
///
/// One of this host has left when it has ended. While it runs it has not, be it that it renews nothing, waiting for somebody who
/// reads what it prints; one that is stopped for the length of a lease has.
///
/// The clock is this process's own; no two hosts' are compared. Claims that are met at one time run out at one time, however many
/// they are.
final class ClaimWatch: Sendable {
  /// What was seen: a holder's record, the same in all files that it has, or of something else a file and its content.
  private struct Sight: Hashable {
    let content: [UInt8]
    let file: FileName?
  }

  private let lease: Double
  private let clock: @Sendable () -> Double
  private let process: ClaimProcess
  /// Since when, and when last.
  private let times = Mutex<[Sight: (first: Double, latest: Double)]>([:])

  init(
    lease: Double, process: ClaimProcess = .current, clock: @escaping @Sendable () -> Double = { monotonicSeconds() }
  ) {
    (self.lease, self.process, self.clock) = (lease, process, clock)
  }

  /// Whether the holder that a claim's file names has left it.
  ///
  /// - Parameter content: What the file says now.
  func hasLeft(_ file: FileName, _ content: [UInt8]) -> Bool {
    let record = ClaimRecord(content)
    let sight = Sight(content: content, file: record == nil ? file : nil)
    switch record?.process.state(seenBy: process) {
    case .ended: return true
    case .running:
      times.withLock { $0[sight] = nil }
      return false
    case .stopped, .unknown, nil: break
    }
    let now = clock()
    return times.withLock { times in
      if times.count >= 4096 { times = times.filter { now - $0.value.latest < 2 * lease } }
      let first = times[sight]?.first ?? now
      times[sight] = (first, now)
      return now - first >= lease
    }
  }
}
