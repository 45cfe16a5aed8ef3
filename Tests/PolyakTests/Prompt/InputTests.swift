import Foundation
import Testing

@Suite("Input at the prompt") struct InputTests {
  let folder = TemporaryFolder()

  @Test(
    "of letters beyond ASCII, edited",
    arguments: [
      ("whole", "'äö' .. '日本'\r", "äö日本"),
      ("deleted with one key each", "'aé日\u{7F}\u{7F}b'\r", "ab"),
      ("crossed with one key each", "'日é'\u{2}\u{2}x\r", "日xé"),
    ])
  func letters(_ title: String, _ typed: String, _ shown: String) throws {
    let session = try PromptSession.started(["LC_ALL": "C.UTF-8"], in: folder)
    session.type(typed)
    #expect(session.shows("\r\n\(shown)\r\n> ") != nil)
  }

  @Test func `of half a block ends it, and goes on`() throws {
    let session = try PromptSession.started(in: folder)
    session.type("if true then\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("\u{4}")
    #expect(session.shows("[1]:2: 'end' expected (to close 'if' at line 1) near <eof>\r\n  1 | if true then\r\n") != nil)
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "1 + 1") == "2\n")
    session.type("\u{4}")
    #expect(session.exitCode() == 0)
  }

  @Test func `stops at Ctrl-Z and goes on`() throws {
    let session = try PromptSession(
      "-c", "set -m; \(programPath); echo code $?; fg; echo left $?", in: folder, program: "/bin/bash")
    #expect(session.shows("Ctrl-D leaves\r\n> ") != nil)
    #expect(session.answer(to: "x = 5") == "")
    session.type("x + ")
    // The terminal drops what has not been read yet.
    #expect(session.shows("x + ") != nil)
    session.type("\u{1A}")
    #expect(session.shows("code 148\r\n") != nil)
    #expect(session.shows("> x + ") != nil)
    session.type("1\r")
    #expect(session.shows("\r\n6\r\n> ") != nil)
    session.type("\u{4}")
    #expect(session.shows("left 0\r\n") != nil)
  }

  @Test func `follows the window's size`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "plot.terminal_size()") == "80\t30\n")
    session.resize(columns: 40, lines: 20)
    #expect(session.answer(to: "plot.terminal_size()") == "40\t20\n")
    let shown = try #require(session.answer(to: "?hbf"))
    // Signatures are not broken.
    let broken = shown.split(separator: "\n").filter { !$0.hasPrefix("  hbf.") }
    #expect(broken.count > 2 && broken.allSatisfy { $0.count <= 40 }, "\(shown)")
  }

  @Test("of many lines at once", arguments: [true, false])
  func paste(isBracketed: Bool) throws {
    let session = try PromptSession(environment: ["TERM": isBracketed ? "xterm" : "dumb"], in: folder)
    #expect(session.shows("leaves\r\n") != nil)
    #expect(session.shows("> ") != nil)
    let lines = ["total = 0", "local function add(i)", "  total = total + i", "end"] + (5...499).map { "add(\($0))" }
    let text = (lines + ["print('total', total)"]).joined(separator: "\r")
    // A terminal that nobody reads from fills up: a part at a time.
    session.type(isBracketed ? "\u{1B}[200~\(text)\u{1B}[201~\r" : text + "\r")
    #expect(session.shows("total\t124740\r\n", within: 60) != nil)
    #expect(session.shows("> ") != nil)
    session.type("'still' .. 'here'\r")
    #expect(session.shows("stillhere\r\n") != nil)
  }

  @Test func `that is pasted may end in an expression, and is shown once`() throws {
    let session = try PromptSession(environment: ["TERM": "xterm"], in: folder)
    #expect(session.shows("leaves\r\n") != nil)
    #expect(session.shows("> ") != nil)
    session.type("\u{1B}[200~first = 20\rfor i = 1, 2 do\r  first = first + i\rend\rfirst * 2\u{1B}[201~\r")
    let shown = try #require(session.shows("46\r\n"))
    #expect(shown.components(separatedBy: "for i = 1, 2 do").count == 2, "\(shown)")
  }

  @Test func `is not stopped by a hook that fails at every call`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "debug.sethook(error, 'c')") != nil)
    let shown = try #require(session.answer(to: "1 + 1"))
    #expect(shown == "the hook of debug.sethook fails at every call; it has been taken off\n2\n")
    #expect(session.answer(to: "2 + 2") == "4\n")
  }

  @Test func `takes a line of 100,000 letters`() throws {
    let session = try PromptSession.started(in: folder)
    session.type("#'")
    for _ in 0..<100 { session.type(String(repeating: "a", count: 1000)) }
    session.type("'\r")
    #expect(session.shows("\r\n100000\r\n> ", within: 60) != nil)
  }

  @Test func `may be statements and an expression behind a semicolon`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "local x = 4; x * 2") == "8\n")
    #expect(session.answer(to: "x = x + 1; x, x;") == "")
    #expect(session.answer(to: "x") == "5\n")
  }

  @Test func `that has ended once leaves no empty lines behind`() throws {
    let session = try PromptSession(environment: ["TERM": "xterm"], in: folder)
    #expect(session.shows("leaves\r\n") != nil)
    #expect(session.shows("> ") != nil)
    session.type("for i = 1, 2 do\r")
    #expect(session.shows(">> ") != nil)
    session.type("\u{4}")
    #expect(session.shows("> ") != nil)
    session.type("1 + 1\r")
    let shown = try #require(session.shows("2\r\n"))
    #expect(!shown.contains("\r\n\r\n"), "\(shown.debugDescription)")
  }
}
