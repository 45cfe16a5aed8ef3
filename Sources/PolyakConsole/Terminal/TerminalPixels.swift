// The C library's streams are variables, which Swift does not know to be safe; they are never assigned.
@preconcurrency import PolyakPlatform

/// Whether the terminal can show pixels, and how: asked, once in the program's life, when a picture is first wanted.
///
/// Asked are kitty's graphics protocol (`ESC _ G`, its a=q), the size of a cell (`ESC [ 16 t`) and last the primary device
/// attributes (`ESC [ c`), which every terminal answers, with a 4 where it has sixels: whatever has not been answered before them
/// is not there.
enum TerminalPixels {
  enum Manner: String {
    case kitty, sixel
  }

  struct Kind {
    /// Nil where there are none.
    var manner: Manner?
    /// Pixels of a cell; nil where nobody says.
    var cell: (width: Int, height: Int)?
  }

  // Unsafe: used from the main thread, as the terminal is.
  nonisolated(unsafe) private static var known: Kind?
  /// Keys that were typed while the terminal was asked, for the prompt. Unsafe: as above.
  nonisolated(unsafe) static var typedAhead: ArraySlice<UInt8> = []
  /// Whether a prompt reads the keys, and not the C library.
  nonisolated(unsafe) static var promptReadsKeys = false
  /// Whether an answer may still come: the last one has not. Unsafe: as above.
  nonisolated(unsafe) private static var isOverdue = false

  /// How long an answer is waited for, in milliseconds: the terminal may be at the other end of the world.
  private static let patience: Int32 = 1000

  static var kind: Kind {
    if let known { return known }
    guard Terminal.isTerminal(STDOUT_FILENO), Terminal.movesCursor, isatty(STDIN_FILENO) != 0 else { return Kind() }
    // Linux's own console writes kitty's question out, and has no pixels.
    let name = getenv("TERM").map { String(cString: $0) } ?? ""
    if name == "linux" { return Kind() }
    guard let answers = ask(besideMultiplexer: name) else { return Kind() }
    let manner: Manner? = answers.knowsKitty ? .kitty : answers.attributes?.dropFirst().contains(4) == true ? .sixel : nil
    let kind = Kind(manner: manner, cell: answers.cell ?? terminalCell(STDOUT_FILENO))
    known = kind
    return kind
  }

  /// Nil where it cannot be asked now: the program is in the background, or keys are waiting that something else is to read.
  private static func ask(besideMultiplexer name: String) -> TerminalAnswers? {
    var before = termios()
    guard tcgetpgrp(STDIN_FILENO) == getpgrp(), tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
    // Ctrl-C stays what it is.
    var quiet = before
    quiet.c_lflag &= ~tcflag_t(ICANON | ECHO)
    fflush(stdout)
    guard tcsetattr(STDIN_FILENO, TCSANOW, &quiet) == 0 else { return nil }
    defer { tcsetattr(STDIN_FILENO, TCSANOW, &before) }
    var answers = TerminalAnswers()
    if !waits(0) {
      // tmux and screen take kitty's question for a title; what they show themselves they say with the attributes.
      let isMultiplexer = getenv("TMUX") != nil || getenv("STY") != nil || name.hasPrefix("tmux") || name.hasPrefix("screen")
      let kitty = isMultiplexer ? "" : "\u{1B}_Gi=\(TerminalAnswers.kittyQuestion),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
      let question = Array((kitty + "\u{1B}[16t\u{1B}[c").utf8)
      guard write(STDOUT_FILENO, question, question.count) == question.count else { return nil }
      let clock = ContinuousClock(), start = clock.now
      while answers.attributes == nil {
        let left = patience - Int32((clock.now - start) / .milliseconds(1))
        guard left > 0, waits(left), take(&answers) else { break }
      }
      isOverdue = answers.attributes == nil
      answers.end()
      keep(answers.keys)
      return answers
    }
    return nil
  }

  private static func waits(_ milliseconds: Int32) -> Bool {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, milliseconds) > 0 && input.revents & Int16(POLLIN) != 0
  }

  /// False at the input's end, and where a signal has come.
  private static func take(_ answers: inout TerminalAnswers) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    guard count > 0 else { return false }
    answers.take(bytes[..<count])
    return true
  }

  /// Has whoever reads the keys find them.
  private static func keep(_ keys: [UInt8]) {
    if promptReadsKeys {
      typedAhead += keys
    } else {
      for key in keys.reversed() { ungetc(Int32(key), stdin) }
    }
  }

  /// A byte that the prompt has read, or the next one where an answer that was given up has come with it.
  static func byte(_ byte: UInt8) -> UInt8? {
    guard isOverdue, byte == 0x1B else { return byte }
    var answers = TerminalAnswers()
    answers.take([byte])
    while answers.attributes == nil, answers.keys.isEmpty, waits(50), take(&answers) {}
    isOverdue = answers.attributes == nil
    answers.end()
    typedAhead += answers.keys
    return typedAhead.popFirst()
  }
}
