import Dispatch
import Foundation

/// Leave to have programs running: half as many tests have it at a time as there are processors, two at least, for a
/// program has threads of its own and is waited for with a clock. The others wait where they launch.
///
/// It is the test's that launches first, and is given back with its last program: one that launches several needs no more,
/// or tests might wait for each other.
final class LaunchPermit {
  private static let semaphore = DispatchSemaphore(value: max(2, ProcessInfo.processInfo.activeProcessorCount / 2))

  private init() { Self.semaphore.wait() }

  deinit { Self.semaphore.signal() }

  /// The permit that the test at hand has, or else a new one, as soon as there is one. A test is a function that keeps its
  /// thread to the end.
  static func here() -> LaunchPermit {
    let key = "LaunchPermit", thread = Thread.current.threadDictionary
    if let permit = (thread[key] as? Holder)?.permit { return permit }
    let permit = LaunchPermit()
    thread[key] = Holder(permit: permit)
    return permit
  }

  private final class Holder {
    weak var permit: LaunchPermit?

    init(permit: LaunchPermit) { self.permit = permit }
  }
}
