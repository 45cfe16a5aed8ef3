import PolyakPlatform
import Testing

/// In a terminal, beside the standard interpreter in another.
@Suite struct `The stock prompt` {
  struct Dialogue: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// What is typed, and what is waited for.
    var steps: [(keys: String, end: String)]
    var code: Int32
  }

  static let dialogues = [
    Dialogue(
      testDescription: "prints values, asks for more in a block, recalls, leaves at Ctrl-D",
      steps: [
        ("1 + 1\r", "\r\n2\r\n> "), ("x = 5\r", "\n> "), ("=x, nil\r", "\r\n5\tnil\r\n> "),
        ("for i = 1, 2 do\r", "\n>> "), ("print(i * 10) end\r", "\r\n10\r\n20\r\n> "),
        ("'a' .. 'b'\r", "\r\nab\r\n> "), ("\u{1B}[A\r", "\r\nab\r\n> "), ("\u{10}\u{10}\u{10}\r", "\r\n20\r\n> "),
        ("x x\r", "near 'x'\r\n> "), ("error('no' .. 'pe')\r", "in ?\r\n> "),
        ("_PROMPT, _PROMPT2 = 'first ', 'second '\r", "\nfirst "), ("f(\r", "\nsecond "), (")\r", "\nfirst "),
      ], code: 0),
    Dialogue(
      testDescription: "stops what runs at Ctrl-C and goes on",
      steps: [
        ("io.write('run' .. 'ning\\n') while true do end\r", "running\r\n"), ("\u{3}", "in ?\r\n> "),
        ("'still' .. 'here'\r", "\r\nstillhere\r\n> "),
      ], code: 0),
    Dialogue(
      testDescription: "has pcall catch Ctrl-C",
      steps: [
        ("print(pcall(function() io.write('run' .. 'ning\\n') while true do end end))\r", "running\r\n"),
        ("\u{3}", "interrupted!\r\n> "),
      ], code: 0),
  ]

  @Test("does what the standard interpreter does", arguments: dialogues)
  func conformance(_ dialogue: Dialogue) throws {
    try requireStandard()
    let pair = try Pair(called: "lua")
    var screens: [String] = []
    for folder in [pair.ours, pair.standard] {
      let session = try PromptSession(in: folder, program: "./lua")
      var screen = try #require(session.shows("\n> "))
      for step in dialogue.steps {
        // Where Ctrl-C finds `io.write` still returning, the traceback begins there.
        if step.keys == "\u{3}" { #expect(session.computes()) }
        session.type(step.keys)
        screen += try #require(session.shows(step.end), "\(step), after \(screen)")
      }
      session.type("\u{4}")
      #expect(session.exitCode() == dialogue.code)
      // The terminal's own, which may come before or behind what the program then writes.
      screens.append(screen.replacing("^C", with: ""))
    }
    #expect(screens[0] == screens[1])
  }

  @Test("ends at Ctrl-C while a line is typed, as the standard interpreter's", arguments: ["", "x = ", "f(\r"])
  func interruption(_ keys: String) throws {
    try requireStandard()
    let pair = try Pair(called: "lua")
    for folder in [pair.ours, pair.standard] {
      let session = try PromptSession(in: folder, program: "./lua")
      #expect(session.shows("\n> ") != nil)
      session.type(keys)
      if keys.hasSuffix("\r") { #expect(session.shows("\n>> ") != nil) }
      // Readline shows the prompt before it reads; a signal between its last look for one and the read waits for a key.
      #expect(comesTrue { isWaiting(session.process) })
      session.type("\u{3}")
      #expect(session.exitCode() == 130)
    }
  }

  @Test func `keeps no history for the next session`() throws {
    let folder = TemporaryFolder()
    let session = try PromptSession("--stock", in: folder)
    #expect(session.shows("\n> ") != nil)
    session.type("'a' .. 'b'\r")
    #expect(session.shows("\r\nab\r\n> ") != nil)
    session.type("\u{4}")
    #expect(session.exitCode() == 0)
    #expect(throws: (any Error).self) { try folder.read(".local/state/polyak/history") }
  }

  @Test func `says what is missing at Ctrl-D in a block`() throws {
    let folder = TemporaryFolder()
    let session = try PromptSession("--stock", in: folder)
    #expect(session.shows("\n> ") != nil)
    session.type("f(\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("\u{4}")
    #expect(session.shows("stdin:1: unexpected symbol near <eof>\r\n> ") != nil)
    session.type("\u{4}")
    #expect(session.exitCode() == 0)
  }
}

@Suite struct `Ctrl-C in a stock script` {
  @Test func `is an error that pcall catches`() throws {
    let folder = TemporaryFolder()
    try folder.write("pcall(function() print 'running' while true do end end) print 'goes on'", to: "a.lua")
    let session = try PromptSession("--stock", "a.lua", in: folder)
    #expect(session.shows("running\r\n") != nil)
    session.type("\u{3}")
    #expect(session.shows("goes on\r\n") != nil)
    #expect(session.exitCode() == 0)
  }

  @Test func `ends it at the second time`() throws {
    let folder = TemporaryFolder()
    let loop = "while true do pcall(function() print 'running' while true do end end) end"
    try folder.write(loop, to: "a.lua")
    let session = try PromptSession("--stock", "a.lua", in: folder)
    for _ in 1...2 {
      #expect(session.shows("running\r\n") != nil)
      session.type("\u{3}")
    }
    #expect(session.exitCode() == 130)
  }
}
