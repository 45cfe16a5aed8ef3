import HeavyBall
import LuaKit
import Synchronization

internal import PolyakPlatform

/// What goes on beside a call that is made in this process: its claim is renewed, and where it takes too long the interrupt is
/// raised.
///
///     let attendant = CallAttendant(state.interrupt, seconds: 60, claim: nil)     // on the thread that then makes the call
///     ...
///     if attendant.stop() { state.interrupt.clear() }                             // it took too long
///
/// An interrupt is raised on the thread that runs Lua alone. So a thread that waits sends that one a signal, SIGURG, which
/// disturbs nobody: by default it does nothing. Only while it is sent has it a handler, and only during the call do threads of
/// dispatch queues, which block it, let it in.
final class CallAttendant: @unchecked Sendable {
  private let interrupt: Interrupt
  private let end: Double
  /// Unchecked: while the call is made, nobody else has to do with it.
  private let claim: FileClaim?
  private let caller = pthread_self()
  private let isOver = Atomic<Bool>(false)
  private let hasRaised = Atomic<Bool>(false)
  private var thread = pthread_t()
  private var isRunning = false
  /// What the caller blocked before.
  private var mask = sigset_t()

  /// What the handler raises, one call's at a time: 0 before and after.
  private static let raised = Atomic<UInt>(0)
  private static let turn = Mutex(())

  /// - Parameter seconds: That the call may take; nil is as long as it likes.
  init(_ interrupt: Interrupt, seconds: Double?, claim: FileClaim?) {
    (self.interrupt, end) = (interrupt, monotonicSeconds() + (seconds ?? .infinity))
    self.claim = claim
    var urgent = sigset_t()
    sigemptyset(&urgent)
    sigaddset(&urgent, SIGURG)
    pthread_sigmask(SIG_UNBLOCK, &urgent, &mask)
    // The thread holds it until it ends; without one nothing limits the call.
    let box = Unmanaged.passRetained(self)
    isRunning =
      pthread_create(
        &thread, nil,
        { box in
          if let box { Unmanaged<CallAttendant>.fromOpaque(box).takeRetainedValue().wait() }
          return nil
        }, box.toOpaque()) == 0
    if !isRunning { box.release() }
  }

  /// Ends the waiting. Answers whether it has raised the interrupt.
  func stop() -> Bool {
    isOver.store(true, ordering: .releasing)
    if isRunning { pthread_join(thread, nil) }
    isRunning = false
    pthread_sigmask(SIG_SETMASK, &mask, nil)
    return hasRaised.load(ordering: .acquiring)
  }

  private func wait() {
    // The host's signals are for its own threads.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    while monotonicSeconds() < end {
      if isOver.load(ordering: .acquiring) { return }
      claim?.renew()
      usleep(UInt32(min(0.01, max(0, end - monotonicSeconds())) * 1e6))
    }
    Self.turn.withLock { _ in send() }
  }

  private func send() {
    var action = sigaction(), before = sigaction()
    action.handler = { _ in CallAttendant.handle() }
    action.sa_flags = SA_RESTART
    sigaction(SIGURG, &action, &before)
    Self.raised.store(UInt(bitPattern: Unmanaged.passUnretained(interrupt).toOpaque()), ordering: .releasing)
    while Self.raised.load(ordering: .acquiring) != 0, !isOver.load(ordering: .acquiring) {
      pthread_kill(caller, SIGURG)
      usleep(1000)
    }
    if Self.raised.exchange(0, ordering: .acquiringAndReleasing) == 0 { hasRaised.store(true, ordering: .releasing) }
    sigaction(SIGURG, &before, nil)
  }

  private static func handle() {
    let code = errno
    let number = raised.exchange(0, ordering: .acquiringAndReleasing)
    if let pointer = UnsafeRawPointer(bitPattern: number) {
      Unmanaged<Interrupt>.fromOpaque(pointer)._withUnsafeGuaranteedRef { $0.raise() }
    }
    errno = code
  }
}
