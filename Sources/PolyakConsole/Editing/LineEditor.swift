import LuaKit
import LuaPrompt
// Readline's settings are C variables, which Swift does not know to be safe: all of it is used from the main thread.
@preconcurrency import CReadline
@preconcurrency import PolyakPlatform

/// Lines typed in a terminal, edited with GNU readline.
///
/// Each is one call of `readline`, as in the shells: of readline 8.2 the interface of callbacks crashes where a key ends a
/// search, and waits inside an unfinished paste where no signal comes through. Whatever mode readline is in asks for its
/// keys here, where Ctrl-C is heeded.
struct LineEditor: LineReader {
  private let assistance: LineAssistance

  init(_ assistance: LineAssistance) {
    self.assistance = assistance
    _ = Self.shared
  }

  /// One for all prompts of the program: readline has one. Set up with the first.
  private static let shared: History = {
    TerminalPixels.promptReadsKeys = true
    rl_readline_name = UnsafePointer(strdup("polyak"))
    rl_getc_function = { _ in LineEditor.nextByte() }
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

  func remember(_ block: LuaString) { Self.shared.add(block) }

  var history: [LuaString] { Self.shared.entries }

  /// Whether more has been typed already, or is being pasted: a paste through a slow line comes in parts.
  static var hasMoreInput: Bool { hasMoreInput(within: 10) }

  private static func hasMoreInput(within milliseconds: Int32) -> Bool {
    if !TerminalPixels.typedAhead.isEmpty { return true }
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, milliseconds) > 0 && input.revents & Int16(POLLIN) != 0
  }

  var hasMoreInput: Bool { Self.hasMoreInput }

  func read(prompt: LuaString, behind block: [UInt8]) -> LineReading {
    Self.completing = (assistance.complete, block)
    Self.typedLine = TypedLine(assistance, behind: block)
    // Signals come only while waiting: none can slip in between the look at them and the wait.
    var blocked = Self.signals
    sigprocmask(SIG_BLOCK, &blocked, &Self.outside)
    defer { sigprocmask(SIG_SETMASK, &Self.outside, nil) }
    // Left over from an earlier end of input, it would have readline write a line more at each later one.
    rl_eof_found = 0
    let line = readline(prompt.bytes.map { CChar(bitPattern: $0) } + [0])
    defer { free(line) }
    let hasCome = Interruption.hasCome
    // Where it takes pasted text apart from typed text, readline goes to a new line at the end of the input itself.
    if hasCome || line == nil, rl_eof_found == 0 || !Self.takesPastesApart { Terminal.write("\n") }
    if hasCome { return .interrupted }
    guard let line else { return .end }
    return .line(LuaString(bytes: Array(UnsafeRawBufferPointer(start: line, count: strlen(line)))))
  }

  /// The line that is typed, as it is shown while a key is waited for. Unsafe: C functions have no context; one line is read
  /// at a time, on one thread.
  nonisolated(unsafe) private static var typedLine: TypedLine?

  /// The next key's byte. At Ctrl-C, and where nothing can be read, what ends every mode of readline and its line.
  private static func nextByte() -> Int32 {
    let end: Int32 = -2  // READERR, which readline's headers do not show.
    if let byte = TerminalPixels.typedAhead.popFirst() { return Int32(byte) }
    defer { typedLine?.clear() }
    while !Interruption.hasCome {
      let signal = rl_pending_signal()
      if signal != 0 {
        typedLine?.clear()
        // Readline passes the signal on to the program, so it must not be blocked.
        var blocked = signals
        sigprocmask(SIG_SETMASK, &outside, nil)
        rl_check_signals()
        sigprocmask(SIG_BLOCK, &blocked, nil)
        if signal == SIGTSTP { rl_forced_update_display() }
        continue
      }
      // Where keys are there already, what is shown would be gone at once.
      if !hasMoreInput(within: 0) { typedLine?.show() }
      var input = fd_set(STDIN_FILENO)
      guard pselect(STDIN_FILENO + 1, &input, nil, nil, nil, &outside) > 0 else { continue }
      // The terminal drops what was typed before Ctrl-C: what there is to read came behind it.
      if letSignalIn(SIGINT) { continue }
      var byte: UInt8 = 0
      switch PolyakPlatform.read(STDIN_FILENO, &byte, 1) {
      case 1: if let byte = TerminalPixels.byte(byte) { return Int32(byte) }
      case 0: return EOF
      default: if errno != EINTR, errno != EAGAIN { return end }
      }
    }
    return end
  }

  /// Lets a blocked signal in if it has come.
  private static func letSignalIn(_ signal: Int32) -> Bool {
    var pending = sigset_t(), inside = sigset_t()
    sigpending(&pending)
    guard sigismember(&pending, signal) == 1 else { return false }
    sigprocmask(SIG_SETMASK, &outside, &inside)
    sigprocmask(SIG_SETMASK, &inside, nil)
    return true
  }

  private static var takesPastesApart: Bool {
    guard let setting = rl_variable_value("enable-bracketed-paste") else { return false }
    return strcmp(setting, "on") == 0
  }

  /// The signals that are blocked outside of readline. Unsafe: C functions have no context; one line is read at a time, on
  /// one thread.
  nonisolated(unsafe) private static var outside = sigset_t()

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
