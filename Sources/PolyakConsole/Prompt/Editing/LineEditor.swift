import LuaKit
// Readline's settings are C variables, which Swift does not know to be safe: all of it is used from the main thread.
@preconcurrency import CReadline
@preconcurrency import Glibc

/// Lines typed in a terminal, edited with GNU readline.
struct LineEditor: LineReader {
  private let completion: LineCompletion

  init(_ session: Session) {
    completion = LineCompletion(session: session)
    _ = Self.history
  }

  /// One for all prompts of the program: readline has one. Set up with the first.
  private static let history: History = {
    rl_readline_name = UnsafePointer(strdup("polyak"))
    // Readline puts the terminal right when a signal comes, also between two of its calls.
    rl_persistent_signal_handlers = 1
    // The first Tab lists. Before the user's inputrc is read, which may say otherwise.
    rl_variable_bind("show-all-if-ambiguous", "on")
    // Pasted text would be shown in reverse first, and again when it is taken.
    rl_variable_bind("enable-active-region", "off")
    // Bytes above 127 are letters, also where the locale does not know them.
    rl_variable_bind("input-meta", "on")
    rl_variable_bind("output-meta", "on")
    rl_variable_bind("convert-meta", "off")
    rl_initialize()
    searchHistoryWithArrows()
    installCompletion()
    return History()
  }()

  /// Up and down go to entries that begin with what stands before the cursor, unless the user has bound them otherwise.
  private static func searchHistoryWithArrows() {
    // As addresses: Swift compares no functions, and readline compares its own to see whether a search goes on, so that a
    // closure that calls one would begin anew at each key.
    let previous = dlsym(nil, "rl_get_previous_history"), next = dlsym(nil, "rl_get_next_history")
    for sequence in ["\u{1B}[A", "\u{1B}OA", "\u{1B}[B", "\u{1B}OB"] {
      let bound = unsafeBitCast(rl_function_of_keyseq(sequence, nil, nil), to: UnsafeMutableRawPointer?.self)
      if bound == previous { rl_bind_keyseq(sequence, rl_history_search_backward) }
      if bound == next { rl_bind_keyseq(sequence, rl_history_search_forward) }
    }
  }

  func remember(_ block: LuaString) { Self.history.add(block) }

  func read(prompt: LuaString, behind block: [UInt8]) -> LineReading {
    Self.completing = (completion, block)
    // Signals come only while waiting: none can slip in between the look at them and the wait.
    var outside = sigset_t()
    var blocked = Self.signals
    sigprocmask(SIG_BLOCK, &blocked, &outside)
    defer { sigprocmask(SIG_SETMASK, &outside, nil) }

    Self.received = nil
    Self.install(prompt)
    while true {
      if let received = Self.received {
        if case .end = received, !Self.endsLinesItself { Terminal.write("\n") }
        return received
      }
      if Interruption.hasCome {
        rl_callback_handler_remove()
        Terminal.write("\n")
        return .interrupted
      }
      let signal = rl_pending_signal()
      if signal != 0 {
        // Readline passes the signal on to the program, so it must not be blocked.
        sigprocmask(SIG_SETMASK, &outside, nil)
        rl_check_signals()
        sigprocmask(SIG_BLOCK, &blocked, nil)
        if signal == SIGTSTP { rl_forced_update_display() }
        continue
      }
      var input = fd_set()
      input.__fds_bits.0 = 1 << STDIN_FILENO
      if pselect(STDIN_FILENO + 1, &input, nil, nil, nil, &outside) > 0 { rl_callback_read_char() }
    }
  }

  private static func install(_ prompt: LuaString) {
    // Left over from an earlier end of input, it would have readline write a line more at each later one.
    rl_eof_found = 0
    (prompt.bytes + [0]).withUnsafeBytes {
      rl_callback_handler_install($0.baseAddress?.assumingMemoryBound(to: CChar.self)) { line in
        // Otherwise readline would show the prompt again at once.
        rl_callback_handler_remove()
        LineEditor.received = LineEditor.take(line)
      }
    }
  }

  /// Where it takes pasted text apart from typed text, readline goes to a new line at the end of the input.
  private static var endsLinesItself: Bool {
    guard let setting = rl_variable_value("enable-bracketed-paste") else { return false }
    return strcmp(setting, "on") == 0
  }

  /// What readline's callback has left. Unsafe: C functions have no context; one line is read at a time, on one thread.
  nonisolated(unsafe) private static var received: LineReading?

  private static func take(_ line: UnsafeMutablePointer<CChar>?) -> LineReading {
    guard let line else { return .end }
    defer { free(line) }
    return .line(LuaString(bytes: Array(UnsafeRawBufferPointer(start: line, count: strlen(line)))))
  }

  /// Those that readline handles.
  private static var signals: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGALRM, SIGWINCH] {
      sigaddset(&set, signal)
    }
    return set
  }
}
