import Testing

@testable import PolyakConsole

@Suite struct `The prompt` {
  let folder = TemporaryFolder()

  func session(_ environment: [String: String] = [:], notice: String = "") throws -> PromptSession {
    let session = try PromptSession(environment: environment, in: folder)
    try #require(
      session.shows("Polyak 0.1 (Lua 5.4)   ? for help, Tab completes, Ctrl-D leaves\r\n\(notice)> ") != nil)
    return session
  }

  @Test func `prints the values of expressions, and leaves at Ctrl-D`() throws {
    let session = try session()
    session.type("1 + 1\r")
    #expect(session.shows("\r\n2\r\n> ") != nil)
    session.type("x = 5\r")
    #expect(session.shows("x = 5\r\n> ") != nil)
    session.type("x, nil\r")
    #expect(session.shows("\r\n5\tnil\r\n> ") != nil)
    session.type("\u{4}")
    #expect(session.exitCode() == 0)
  }

  @Test func `asks for more until a block is whole`() throws {
    let session = try session()
    session.type("for i = 1, 2 do\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("print(i * 10)\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("end\r")
    #expect(session.shows("\r\n10\r\n20\r\n> ") != nil)
    session.type("#{1,\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("2, 3}\r")
    #expect(session.shows("\r\n3\r\n> ") != nil)
  }

  @Test func `clears what is half typed at Ctrl-C`() throws {
    let session = try session()
    session.type("x = 1 y = \u{3}")
    #expect(session.shows("\n> ") != nil)
    session.type("function f(\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("a,\u{3}")
    #expect(session.shows("\n> ") != nil)
    session.type("'still' .. 'here'\r")
    #expect(session.shows("\r\nstillhere\r\n> ") != nil)
  }

  @Test(
    "stops running code at Ctrl-C and goes on",
    arguments: [
      "while true do end",
      "while true do pcall(function() while true do end end) end",
      "coroutine.wrap(function() while true do end end)()",
      "io.read()",
    ])
  func interruption(_ loop: String) throws {
    let session = try session()
    session.type("print('run' .. 'ning') \(loop)\r")
    #expect(session.shows("running\r\n") != nil)
    session.type("\u{3}")
    if session.shows("interrupted!", within: 5) == nil {
      // A signal just before a C function begins to wait does not wake it: that takes another.
      session.type("\u{3}")
      #expect(session.shows("interrupted!") != nil)
    }
    #expect(session.shows("\n> ") != nil)
    session.type("'still' .. 'here'\r")
    #expect(session.shows("\r\nstillhere\r\n> ") != nil)
  }

  @Test func `shows errors and goes on`() throws {
    let session = try session()
    session.type("error('no' .. 'pe')\r")
    #expect(session.shows("\n[1]:1: nope\r\n  1 | error('no' .. 'pe')\r\n") != nil)
    #expect(session.shows("> ") != nil)
    session.type("x x\r")
    #expect(session.shows("\n[2]:1: syntax error near 'x'\r\n  1 | x x\r\n        ^\r\n> ") != nil)
    session.type("'abc\r")
    #expect(session.shows("\n[3]:1: unfinished string near ''abc'\r\n  1 | 'abc\r\n      ^~~~\r\n> ") != nil)
    session.type("f(\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("\u{4}")
    #expect(session.shows("near <eof>\r\n  1 | f(\r\n        ^\r\n> ") != nil)
  }

  @Test func `keeps whole blocks in the history, also for the next session`() throws {
    var session = try session()
    session.type("if true then\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("print 'once'\rend\r")
    #expect(session.shows("\r\nonce\r\n> ") != nil)
    session.type("\u{4}")
    #expect(session.exitCode() == 0)

    session = try self.session()
    session.type("\u{10}\r")  // Ctrl-P, Enter
    #expect(session.shows("\r\nonce\r\n> ") != nil)
    session.type("'again'\r")
    #expect(session.shows("\r\nagain\r\n> ") != nil)
    session.type("\u{4}")
    #expect(session.exitCode() == 0)

    let lines = try folder.read(".local/state/polyak/history").split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines == ["if true then", "print 'once'", "end", "'again'"])
  }

  @Test func `keeps the history where XDG_STATE_HOME says, and does without where it cannot be written`() throws {
    var session = try session(["XDG_STATE_HOME": folder.path + "/a/b"])
    session.type("'a' .. 'b'\r")
    #expect(session.shows("\r\nab\r\n> ") != nil)
    #expect(try folder.read("a/b/polyak/history").hasSuffix("\n'a' .. 'b'\n"))

    try folder.write("", to: "file")
    let place = folder.path + "/file"
    session = try self.session(
      ["XDG_STATE_HOME": place],
      notice: "history: cannot write '\(place)/polyak/history': Not a directory; it lasts for this session\r\n")
    session.type("'a' .. 'b'\r")
    #expect(session.shows("\r\nab\r\n> ") != nil)
    session.type("\u{10}\r")
    #expect(session.shows("\r\nab\r\n> ") != nil)
  }

  @Test func `takes its prompts from _PROMPT and _PROMPT2`() throws {
    let session = try session()
    session.type("_PROMPT, _PROMPT2 = 'first ', 'second '\r")
    #expect(session.shows("\nfirst ") != nil)
    session.type("x = {\r")
    #expect(session.shows("\nsecond ") != nil)
  }

  @Test func `knows the terminal's size`() throws {
    let session = try session()
    session.type("plot.terminal_size()\r")
    #expect(session.shows("\r\n80\t30\r\n> ") != nil)
  }

  @Test func `comes after a script with -i, and its end is the program's`() throws {
    try folder.write("x = 'from the script'", to: "a.lua")
    let session = try PromptSession("-i", "a.lua", in: folder)
    #expect(session.shows("\n> ") != nil)
    session.type("x\r")
    #expect(session.shows("\r\nfrom the script\r\n> ") != nil)
    session.type("error()\r")
    #expect(session.shows("(error object is a nil value)\r\n  at [2]:1\r\n> ") != nil)
    session.type("\u{4}")
    #expect(session.exitCode() == 0)
  }

  @Test func `reads lines from an input that is no terminal`() throws {
    let outcome = try polyak("-i", input: "1 + 1\nfor i = 1, 2 do\nprint(i)\nend\nerror('no', 0)\nf(\n")
    #expect(outcome.output == "Polyak 0.1 (Lua 5.4)\n> 2\n> >> >> 1\n2\n> > >> \n> \n")
    #expect(
      outcome.errors == """
        no
          at [3]:1
        [4]:2: unexpected symbol near <eof>
          1 | f(
                ^

        """)
    #expect(outcome.code == 0)
  }
}

@Suite struct `Ctrl-C in a script` {
  let folder = TemporaryFolder()

  @Test(
    "ends it with a traceback",
    arguments: [
      "while true do end", "while true do pcall(function() while true do end end) end",
      "coroutine.wrap(function() while true do end end)()",
    ])
  func interruption(_ loop: String) throws {
    try folder.write("print 'running'\n" + loop, to: "a.lua")
    let session = try PromptSession("a.lua", in: folder)
    #expect(session.shows("running\r\n") != nil && session.computes())
    session.type("\u{3}")
    #expect(session.shows("interrupted!\r\nstack traceback:\r\n") != nil)
    #expect(session.shows("a.lua:2: in main chunk\r\n") != nil)
    #expect(session.exitCode() == 1)
  }

  @Test func `lets finalisers run to their end`() throws {
    let closing = "setmetatable({}, {__gc = function() for i = 1, 1000 do end print 'closed' end})"
    try folder.write("\(closing) print 'running' while true do end", to: "a.lua")
    let session = try PromptSession("a.lua", in: folder)
    #expect(session.shows("running\r\n") != nil)
    session.type("\u{3}")
    #expect(session.shows("interrupted!") != nil)
    #expect(session.shows("closed\r\n") != nil)
    #expect(session.exitCode() == 1)
  }

  @Test func `kills at the second time where Lua cannot be stopped`() throws {
    // A search that backtracks for ages, inside one C function.
    try folder.write(
      "print 'running' string.find(string.rep('a', 40), string.rep('a?', 40) .. string.rep('a', 40))", to: "a.lua")
    let session = try PromptSession("a.lua", in: folder)
    #expect(session.shows("running\r\n") != nil && session.computes())
    #expect(session.interrupt())
    session.type("\u{3}")
    #expect(session.exitCode() == 130)
  }
}
