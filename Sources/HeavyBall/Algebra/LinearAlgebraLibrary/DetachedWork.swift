internal import PolyakPlatform
internal import Synchronization

/// Work that asks nobody whether to go on, done by a thread of its own while its caller looks for reasons to leave.
enum DetachedWork {
  /// What the thread and the caller share. The result is written before `isDone` is set, and read after.
  private final class Shared: @unchecked Sendable {
    let isDone = Atomic<Bool>(false)
    var work: (() -> Void)?
  }

  private final class Outcome<Result>: @unchecked Sendable { var result: Result? }

  /// The result; what `poll` throws, every few milliseconds, leaves the thread to end by itself.
  static func run<Result: Sendable>(
    poll: () throws -> Void, _ work: @escaping @Sendable () -> Result
  ) throws -> Result {
    let (shared, outcome) = (Shared(), Outcome<Result>())
    shared.work = { outcome.result = work() }
    guard start(shared) else { return work() }
    while !shared.isDone.load(ordering: .acquiring) {
      usleep(1000)
      try poll()
    }
    return outcome.result ?? work()
  }

  private static func start(_ shared: Shared) -> Bool {
    // Signals are the caller's: it is the one that is waited for.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(shared)
    let failure = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let shared = Unmanaged<Shared>.fromOpaque(context).takeRetainedValue()
        shared.work?()
        shared.work = nil
        shared.isDone.store(true, ordering: .releasing)
        return nil
      }, context.toOpaque())
    if failure != 0 {
      context.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
