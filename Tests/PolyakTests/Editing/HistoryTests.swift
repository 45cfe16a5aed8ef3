import Foundation
import Testing

@Suite("The prompt's history") struct HistoryTests {
  let folder = TemporaryFolder()

  private func entries() throws -> [String] {
    try folder.read(".local/state/polyak/history").split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
  }

  @Test func `of two sessions at once loses nothing`() throws {
    let first = try PromptSession.started(in: folder), second = try PromptSession.started(in: folder)
    var typed: [String] = []
    for i in 1...5 {
      #expect(first.answer(to: "'first' .. \(i)") == "first\(i)\n")
      #expect(second.answer(to: "'second' .. \(i)") == "second\(i)\n")
      typed += ["'first' .. \(i)", "'second' .. \(i)"]
    }
    for session in [first, second] {
      session.type("\u{4}")
      #expect(session.exitCode() == 0)
    }
    #expect(try entries() == typed)
    let third = try PromptSession.started(in: folder)
    third.type("\u{10}\u{10}\r")
    #expect(third.shows("\r\nfirst5\r\n> ") != nil)
  }

  @Test func `holds nothing twice, what is typed again comes last`() throws {
    var session = try PromptSession.started(in: folder)
    for line in ["'a' .. 1", "'b' .. 1", "'a' .. 1", "'a' .. 1"] { #expect(session.answer(to: line) != nil) }
    session.type("\u{10}\u{10}\r")
    #expect(session.shows("\r\nb1\r\n> ") != nil)
    session.type("\u{4}")
    #expect(session.exitCode() == 0)
    session = try PromptSession.started(in: folder)
    session.type("\u{10}\u{10}\r")
    #expect(session.shows("\r\na1\r\n> ") != nil)
  }

  @Test func `keeps an entry that was cut short apart from the next`() throws {
    let path = ".local/state/polyak"
    try FileManager.default.createDirectory(atPath: folder.path + "/" + path, withIntermediateDirectories: true)
    try folder.write("#1700000000\n'a' .. 1\n#1700000001\n'b' ..", to: path + "/history")
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "'c' .. 1") == "c1\n")
    session.type("\u{4}")
    #expect(session.exitCode() == 0)
    #expect(try entries() == ["'a' .. 1", "'b' ..", "'c' .. 1"])
  }

  @Test("Up goes to what begins as the line does", arguments: ["\u{1B}[A", "\u{1B}OA"])
  func search(_ up: String) throws {
    let session = try PromptSession.started(["TERM": "xterm"], in: folder)
    for line in ["'one' .. 1", "value = 5", "'two' .. 2"] { #expect(session.answer(to: line) != nil) }
    session.type("'o\(up)\r")
    #expect(session.shows("\r\none1\r\n") != nil)
    #expect(session.shows("> ") != nil)
    // One after the other, from the latest: 'one', 'two', the assignment.
    session.type("\(up)\(up)\r")
    #expect(session.shows("\r\ntwo2\r\n") != nil)
    #expect(session.shows("> ") != nil)
    session.type("'\(up)\(up)\r")
    #expect(session.shows("\r\none1\r\n") != nil)
  }

  @Test func `recalls a block whole, to be changed`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "for i = 1, 2 do\nprint('line', i)\nend") == "line\t1\nline\t2\n")
    session.type("\u{10} print('tail')\r")
    #expect(session.shows("line\t1\r\nline\t2\r\ntail\r\n> ") != nil)
  }

  @Test func `keeps commands and what failed`() throws {
    let session = try PromptSession.started(in: folder)
    for line in [":format", "error('no', 0)", "x = = 1", "?hbf.radius"] { #expect(session.answer(to: line) != nil) }
    #expect(try entries() == [":format", "error('no', 0)", "x = = 1", "?hbf.radius"])
  }

  @Test(
    "lasts for the session where it cannot be written, and says so once",
    arguments: [
      ("a file where the folder should be", "io.open('state', 'w'):close()", "Not a directory"),
      ("a folder in its place", "files.make_folder('state/polyak/history')", "Is a directory"),
    ])
  func unwritable(_ title: String, _ preparation: String, _ reason: String) throws {
    #expect(try polyak("-e", preparation, in: folder) == Outcome())
    let session = try PromptSession(
      "--no-init", environment: ["XDG_STATE_HOME": folder.path + "/state", "TERM": "dumb"], in: folder)
    let history = "\(folder.path)/state/polyak/history"
    #expect(session.shows("leaves\r\nhistory: cannot write '\(history)': \(reason); it lasts for this session\r\n> ") != nil)
    #expect(session.answer(to: "'a' .. 'b'") == "ab\n")
    session.type("\u{10}\r")
    #expect(session.shows("\r\nab\r\n> ") != nil)
  }

  @Test func `leaves the user's own keys alone`() throws {
    try folder.write(
      "\"\\C-t\": \"'typed by ' .. 'a key'\"\n\"\\e[A\": beginning-of-line\n$if polyak\n\"\\C-g\": \"'for ' .. 'polyak'\"\n$endif\n",
      to: "inputrc")
    let session = try PromptSession.started(["INPUTRC": folder.path + "/inputrc"], in: folder)
    session.type("\u{14}\r")
    #expect(session.shows("\r\ntyped by a key\r\n> ") != nil)
    session.type("\u{7}\r")
    #expect(session.shows("\r\nfor polyak\r\n> ") != nil)
    session.type("'z'\u{1B}[A'a' .. \r")
    #expect(session.shows("\r\naz\r\n> ") != nil)
  }
}
