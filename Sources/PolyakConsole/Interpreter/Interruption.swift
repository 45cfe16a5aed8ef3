import PolyakPlatform
import HeavyBall
import LuaKit
import Synchronization

/// Ctrl-C: stops the Lua code that runs, and where that does not help ends the program.
enum Interruption {
  /// What the handler does on repetition.
  enum Manner: Equatable {
    /// As the stock interpreter: one error, which a `pcall` may catch; the second Ctrl-C ends the program.
    case stock
    /// No `pcall` holds it up; the second one ends the program.
    case script
    /// The second one says that a third will end it: a key held down too long should not cost a session.
    case prompt
    /// None ends it: the kernel is started anew where nothing else helps.
    case notebook
  }

  // Unsafe: the handler reads them. They are written before it is installed, and never while Lua runs.
  nonisolated(unsafe) private static var interrupt: Unmanaged<Interrupt>?
  nonisolated(unsafe) private static var thread = pthread_self()
  nonisolated(unsafe) private(set) static var manner = Manner.script

  private static let count = Atomic<Int>(0)

  /// Installs the handler for the thread that calls this, on which Lua runs.
  static func install(for interrupt: Interrupt) {
    precondition(self.interrupt == nil, "there is one Lua state in the program")
    self.interrupt = .passRetained(interrupt)
    thread = pthread_self()
    start(.script)
    for signal in [SIGTERM, SIGHUP] { FleetingFiles.go(with: signal, evenIfHandled: false) }
  }

  /// Whether Ctrl-C came since the last start.
  static var hasCome: Bool { count.load(ordering: .relaxed) > 0 }

  /// Forgets what came and listens anew.
  static func start(_ manner: Manner) {
    self.manner = manner
    count.store(0, ordering: .relaxed)
    interrupt?.takeUnretainedValue().clear()
    // Without SA_RESTART, so that waiting for input ends too.
    var action = sigaction()
    action.handler = { Interruption.handle($0) }
    sigaction(SIGINT, &action, nil)
    // Ctrl-\, which stands beside it, would end the prompt with the session's variables. A handler, as programs that are
    // started do not inherit it.
    action.handler = manner == .prompt && Terminal.isTerminal(STDIN_FILENO) ? { _ in } : SIG_DFL
    sigaction(SIGQUIT, &action, nil)
  }

  /// Leaves Ctrl-C to the system, which ends the program.
  static func stop() {
    _ = PolyakPlatform.signal(SIGINT, SIG_DFL)
    interrupt?.takeUnretainedValue().clear()
  }

  private static func handle(_ signal: Int32) {
    let before = errno
    defer { errno = before }
    guard pthread_equal(pthread_self(), thread) != 0 else {
      pthread_kill(thread, signal)
      return
    }
    let times = count.add(1, ordering: .relaxed).newValue
    interrupt?._withUnsafeGuaranteedRef { $0.raise(once: manner == .stock) }
    if manner == .prompt, times == 2 {
      let notice: StaticString = """

        still stopping, but nothing stops Lua inside a pattern match, a finaliser, a message handler or a debug hook;
        Ctrl-C once more ends polyak

        """
      _ = write(STDERR_FILENO, notice.utf8Start, notice.utf8CodeUnitCount)
    }
    // The next one ends the program.
    if manner != .notebook, times == (manner == .prompt ? 2 : 1) {
      _ = PolyakPlatform.signal(SIGINT) { FleetingFiles.end(by: $0) }
    }
  }
}
