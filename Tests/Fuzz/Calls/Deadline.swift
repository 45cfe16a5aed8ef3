import PolyakPlatform
import LuaKit

/// Interrupts a state that has run for a while, as Ctrl-C does, by a signal on the thread that runs it. The time is that
/// thread's on the processor, so that a busy machine changes nothing.
final class Deadline {
  private var timer: timer_t?

  init(milliseconds: Int, _ interrupt: Interrupt) {
    (interrupted, owner) = (interrupt, pthread_self())
    var action = sigaction()
    action.handler = { signal in
      // Any thread may get a timer's signal.
      if pthread_equal(pthread_self(), owner) == 0 { pthread_kill(owner, signal) } else { interrupted?.raise() }
    }
    action.sa_flags = SA_RESTART
    sigaction(SIGUSR2, &action, nil)
    var event = sigevent()
    event.sigev_notify = Int32(SIGEV_SIGNAL)
    event.sigev_signo = SIGUSR2
    guard timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer) == 0 else { return }
    var setting = itimerspec(
      it_interval: timespec(tv_sec: 0, tv_nsec: 50_000_000),
      it_value: timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000))
    timer_settime(timer, 0, &setting, nil)
  }

  func end() {
    if let timer { timer_delete(timer) }
    timer = nil
    interrupted?.clear()
    interrupted = nil
  }

  deinit { end() }
}

// Read by the signal's handler.
nonisolated(unsafe) private var interrupted: Interrupt?
nonisolated(unsafe) private var owner = pthread_self()
