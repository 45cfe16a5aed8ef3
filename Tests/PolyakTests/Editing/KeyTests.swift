import PolyakPlatform
import Testing

/// Every state in which readline waits for a key, left by keys that end it, do nothing in it or begin another: the prompt
/// lives on.
@Suite("Keys at the prompt") struct KeyTests {
  let folder = TemporaryFolder()

  struct Mode: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What leads to it.
    let keys: String
    var editing = "emacs"
  }

  static let modes = [
    Mode(testDescription: "a line", keys: "abc"),
    Mode(testDescription: "a search backward", keys: "\u{12}"),
    Mode(testDescription: "a search backward that has found", keys: "\u{12}first"),
    Mode(testDescription: "a search that fails", keys: "\u{12}zzqq"),
    Mode(testDescription: "a search forward", keys: "\u{13}a"),
    Mode(testDescription: "a search for a whole text", keys: "\u{1B}pfirst"),
    Mode(testDescription: "a numeric argument", keys: "\u{1B}5"),
    Mode(testDescription: "a negative argument", keys: "\u{1B}-"),
    Mode(testDescription: "a quoted key", keys: "abc\u{11}"),
    Mode(testDescription: "half of a sequence, Ctrl-X", keys: "abc\u{18}"),
    Mode(testDescription: "half of a sequence, Esc", keys: "abc\u{1B}"),
    Mode(testDescription: "half of an arrow key", keys: "\u{1B}["),
    Mode(testDescription: "a list of completions", keys: "hbf.\t"),
    Mode(testDescription: "a macro that is recorded", keys: "\u{18}(abc"),
    Mode(testDescription: "a macro that has run", keys: "\u{18}(a\u{18})\u{18}e"),
    Mode(testDescription: "a paste that has not ended", keys: "\u{1B}[200~abc"),
    Mode(testDescription: "undoing", keys: "abc def\u{17}\u{1F}"),
    Mode(testDescription: "a search for a character", keys: "abc\u{1D}"),
    Mode(testDescription: "a search for a character back", keys: "abc\u{1B}\u{1D}"),
    Mode(testDescription: "vi's insertion", keys: "abc", editing: "vi"),
    Mode(testDescription: "vi's commands", keys: "abc\u{1B}", editing: "vi"),
    Mode(testDescription: "vi's d", keys: "abc def\u{1B}d", editing: "vi"),
    Mode(testDescription: "vi's c3", keys: "abc def\u{1B}c3", editing: "vi"),
    Mode(testDescription: "vi's f", keys: "abc\u{1B}0f", editing: "vi"),
    Mode(testDescription: "vi's r", keys: "abc\u{1B}r", editing: "vi"),
    Mode(testDescription: "vi's R", keys: "abc\u{1B}0R", editing: "vi"),
    Mode(testDescription: "vi's m", keys: "abc\u{1B}m", editing: "vi"),
    Mode(testDescription: "vi's count", keys: "abc\u{1B}3", editing: "vi"),
    Mode(testDescription: "vi's search", keys: "abc\u{1B}/fi", editing: "vi"),
    Mode(testDescription: "vi's search as one types", keys: "\u{12}fi", editing: "vi"),
    Mode(testDescription: "vi's macro", keys: "abc\u{1B}@", editing: "vi"),
  ]

  /// What is typed then; nothing that ends the program where it is no key of the mode's.
  static let keys = [
    "", "a", "\u{18}a", "\u{18}\u{5}", "\u{18}\u{1B}", "\u{18}é", "\u{18}\u{18}", "\u{18}e", "\u{1B}", "\u{1B}[A", "\u{12}",
    "\u{12}\u{18}a",
    "\u{7}", "\u{15}", "\u{16}\u{18}", "\r", "\t",
  ]

  @Test("do not end the prompt with Ctrl-\\", arguments: modes.prefix(4)) func quitting(_ mode: Mode) throws {
    let session = try PromptSession.started(["TERM": "xterm"], in: folder)
    #expect(session.answer(to: "x = 42") == "")
    session.type(mode.keys + "\u{1C}")
    session.type("\u{7}\u{15}'x is ' .. x\r")
    #expect(session.shows("x is 42\r\n") != nil)
    session.type("print('be' .. 'gun') while true do end\r")
    #expect(session.shows("begun") != nil)
    session.type("\u{1C}")
    session.type("\u{3}")
    #expect(session.shows("interrupted!") != nil)
    #expect(session.shows("\n> ") != nil)
    // What is started from it does not inherit that.
    session.type("! kill -QUIT $$\r")
    #expect(session.shows("ended with code 131") != nil)
  }

  @Test("after which the prompt is there, in", arguments: modes) func survival(_ mode: Mode) throws {
    try folder.write("set editing-mode \(mode.editing)\nset keyseq-timeout 20\n", to: "inputrc")
    let session = try PromptSession(
      "--no-init", environment: ["INPUTRC": folder.path + "/inputrc", "TERM": "xterm", "LC_ALL": "C.UTF-8"], in: folder)
    #expect(session.shows("Ctrl-D leaves") != nil)
    #expect(session.shows("> ") != nil)
    session.type("'fir' .. 'st'\r")
    #expect(session.shows("first") != nil)
    for (i, keys) in Self.keys.enumerated() {
      session.type(mode.keys + keys)
      // Ctrl-C makes the terminal drop what has not been read.
      usleep(10_000)
      session.type("\u{3}")
      session.type("'go' .. 'es on \(i)'\r")
      try #require(session.shows("goes on \(i)") != nil, "\(keys.debugDescription)")
    }
    // What comes before readline has the terminal is no key of its own.
    #expect(session.shows("> ") != nil)
    session.type("\u{4}")
    #expect(session.exitCode() == 0)
  }

  @Test func `Ctrl-X ends a search and begins what it begins`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "important = 42") == "")
    // To the other end of the line and back, from where the search has found.
    session.type("\u{12}impor\u{18}\u{18}\u{18}\u{18}")
    #expect(session.shows("impor") != nil)
    session.type("\u{5} + 0 == 42 or 7\u{1}_ = \r")
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "important") == "42\n")
  }
}
