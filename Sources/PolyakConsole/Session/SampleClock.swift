import PolyakPlatform
import LuaKit

/// A clock that asks for a sample of the calls in progress a thousand times a second of real time.
enum SampleClock {
  // Unsafe: the handler reads them. They are written before the clock is started, and on Lua's thread only.
  nonisolated(unsafe) private static var interrupt: Unmanaged<Interrupt>?
  nonisolated(unsafe) private static var thread = pthread_self()

  static func run<R>(for interrupt: Interrupt, _ body: () throws(LuaError) -> R) throws(LuaError) -> R {
    self.interrupt = .passUnretained(interrupt)
    thread = pthread_self()
    var action = sigaction(), before = sigaction()
    action.handler = { SampleClock.handle($0) }
    // Waiting for input goes on.
    action.sa_flags = SA_RESTART
    sigaction(SIGALRM, &action, &before)
    set(microseconds: 1000)
    defer {
      set(microseconds: 0)
      sigaction(SIGALRM, &before, nil)
      self.interrupt = nil
    }
    return try body()
  }

  private static func set(microseconds: Int) {
    let time = timeval(tv_sec: 0, tv_usec: microseconds)
    var timer = itimerval(it_interval: time, it_value: time)
    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
  }

  private static func handle(_ signal: Int32) {
    let before = errno
    defer { errno = before }
    if pthread_equal(pthread_self(), thread) == 0 {
      pthread_kill(thread, signal)
    } else {
      interrupt?._withUnsafeGuaranteedRef { $0.tick() }
    }
  }
}
