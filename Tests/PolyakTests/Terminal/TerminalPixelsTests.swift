import Foundation
import Testing

@testable import PolyakConsole

@Suite("What a terminal answers") struct TerminalAnswersTests {
  @Test(
    "is told from what is typed",
    arguments: [
      ("\u{1B}[?62;4;22c", "62 4 22", "", ""), ("\u{1B}[?1;2c", "1 2", "", ""), ("ab\u{1B}[?62cd", "62", "", "abd"),
      ("\u{1B}[6;20;10t\u{1B}[?62;4c", "62 4", "10x20", ""), ("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62c", "62 kitty", "", ""),
      ("\u{1B}_Gi=31;ENOTSUPPORTED:no\u{1B}\\\u{1B}[?62c", "62", "", ""),
      ("x\u{1B}_Gi=31;OK\u{1B}\\y\u{1B}[6;18;9tz\u{1B}[?64;4cw", "64 4 kitty", "9x18", "xyzw"),
      // Keys that begin alike.
      ("\u{1B}[A\u{1B}[6~\u{1B}OP\u{1B}f\u{1B}[?62c", "62", "", "\u{1B}[A\u{1B}[6~\u{1B}OP\u{1B}f"),
      ("\u{1B}", "", "", "\u{1B}"), ("\u{1B}[", "", "", "\u{1B}["), ("\u{1B}[?62;", "", "", "\u{1B}[?62;"),
      ("é\r\u{3}", "", "", "é\r\u{3}"),
      ("\u{1B}\u{1B}[?62c", "62", "", "\u{1B}"), ("\u{1B}[6;0;0t", "", "", ""), ("", "", "", ""),
    ])
  func answers(_ text: String, _ known: String, _ cell: String, _ keys: String) {
    // However it comes.
    for size in 1...max(1, text.utf8.count) {
      var answers = TerminalAnswers()
      let bytes = Array(text.utf8)
      for start in stride(from: 0, to: bytes.count, by: size) { answers.take(bytes[start..<min(start + size, bytes.count)]) }
      answers.end()
      let attributes = (answers.attributes ?? []).map(String.init) + (answers.knowsKitty ? ["kitty"] : [])
      #expect(attributes.joined(separator: " ") == known)
      #expect(answers.cell.map { "\($0.width)x\($0.height)" } ?? "" == cell)
      #expect(String(decoding: answers.keys, as: UTF8.self) == keys)
    }
  }
}

/// Plots at the prompt of a terminal that answers, or does not.
@Suite("Pixels in the terminal") struct TerminalPixelsTests {
  let folder = TemporaryFolder()

  private func started(_ environment: [String: String] = [:]) throws -> PromptSession {
    try PromptSession.started(["TERM": "xterm-256color", "NO_COLOR": ""].merging(environment) { $1 }, in: folder)
  }

  private static let question = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[16t\u{1B}[c"
  private static let plot = "plot({1, 4, 9}, {width = 40, height = 10, title = 'squares'})\r"

  /// What the picture is drawn by; cancels the test where Cairo is missing.
  private func needsCairo() throws {
    let outcome = try polyak("-e", "plot({1}, {file = 'a.pdf'})", environment: ["PATH": "/nowhere"], in: folder)
    if outcome.code != 0 { try Test.cancel("Cairo is not installed") }
  }

  @Test func `are a PNG where kitty's protocol answers, asked once`() throws {
    try needsCairo()
    let session = try started()
    session.type(Self.plot)
    #expect(session.shows(Self.question) != nil)
    session.type("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[6;20;10t\u{1B}[?62;c")
    let shown = try #require(session.shows("\n> "))
    let pieces = shown.components(separatedBy: "\u{1B}_G").dropFirst().map { $0.components(separatedBy: "\u{1B}\\")[0] }
    #expect(pieces.first?.contains("a=T,f=100,q=2,C=1,") == true && pieces.first?.contains(",c=40,r=10,m=") == true)
    let payloads = pieces.map { $0.components(separatedBy: ";")[1] }
    #expect(payloads.allSatisfy { $0.count <= 4096 } && payloads.dropLast().allSatisfy { $0.count == 4096 })
    #expect(pieces.map { $0.components(separatedBy: ";")[0].hasSuffix("m=1") } == pieces.indices.map { $0 < pieces.count })
    let png = try #require(Data(base64Encoded: payloads.joined()))
    #expect(png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(png[16..<24] == Data([0, 0, 1, 144, 0, 0, 0, 200]))
    session.type(Self.plot)
    let again = try #require(session.shows("\n> "))
    #expect(again.contains("\u{1B}_Ga=T") && !again.contains("a=q"))
  }

  @Test func `are sixels where the attributes have them`() throws {
    try needsCairo()
    let session = try started()
    session.type(Self.plot)
    #expect(session.shows(Self.question) != nil)
    session.type("\u{1B}[6;18;9t\u{1B}[?63;1;4c")
    let shown = try #require(session.shows("\n> "))
    let start = try #require(shown.range(of: "\u{1B}P")), end = try #require(shown.range(of: "\u{1B}\\"))
    let decoded = try #require(DecodedSixel(Array(shown[start.lowerBound..<end.upperBound].utf8)))
    #expect(decoded.width == 360 && decoded.height == 180)
    // Every pixel is drawn; most are the ground's.
    let all = decoded.pixels.flatMap { $0 }
    #expect(all.allSatisfy { $0 != nil })
    #expect(all.filter { $0 == 0x646464 }.count > all.count / 2)
    #expect(Set(all).count > 10)
  }

  @Test("are no more than the window has room for", arguments: ["kitty", "sixel"]) func large(_ manner: String) throws {
    try needsCairo()
    let session = try started(["POLYAK_PIXELS": manner])
    session.resize(columns: 60, lines: 20)
    session.type("plot({1, 4, 9}, {width = 200, height = 90})\r")
    #expect(session.shows("\u{1B}[16t\u{1B}[c") != nil)
    session.type("\u{1B}[6;18;10t\u{1B}[?1;2c")
    let shown = try #require(session.shows("\u{1B}8\u{1B}[18B"))
    #expect(shown.contains(manner == "kitty" ? ",c=60,r=18,m=" : "\"1;1;600;324"))
    #expect(shown.contains("\u{1B}[18A\r"))
  }

  @Test("of a live picture are drawn over themselves", arguments: ["kitty", "sixel"]) func live(_ manner: String) throws {
    try needsCairo()
    let session = try started(["POLYAK_PIXELS": manner])
    session.type("p = plot.live{height = 10}; p:add(1, 1); p:draw(); p:add(2, 4); p:close('done')\r")
    #expect(session.shows("\u{1B}[16t\u{1B}[c") != nil)
    session.type("\u{1B}[6;20;10t\u{1B}[?1;2c")
    let shown = try #require(session.shows("\n> "))
    let mark = manner == "kitty" ? "\u{1B}_Ga=T" : "\u{1B}P0;1;0q"
    let pictures = shown.components(separatedBy: mark).dropFirst()
    #expect(pictures.count == 3)
    // Back to its first line, between one and the next.
    for picture in pictures.dropLast() { #expect(picture.contains("\u{1B}[10A\r")) }
    if manner == "kitty" { #expect(Set(pictures.map { $0.components(separatedBy: ",p=1")[0] }).count == 1) }
    #expect(shown.contains("done"))
  }

  @Test(
    "are letters where nothing of the kind answers",
    arguments: ["\u{1B}[?62;22c", "\u{1B}[?1;2c", "\u{1B}_Gi=31;EINVAL:no\u{1B}\\\u{1B}[?62;c"])
  func letters(_ answer: String) throws {
    let session = try started()
    session.type(Self.plot)
    #expect(session.shows(Self.question) != nil)
    session.type(answer)
    let shown = try #require(session.shows("\n> "))
    #expect(shown.contains("┌") && shown.contains("squares"))
    session.type("'goes' .. ' on'\r")
    #expect(session.shows("goes on\r\n> ") != nil)
  }

  @Test("leave what is typed meanwhile to the prompt", arguments: [true, false]) func typing(_ answersAll: Bool) throws {
    let session = try started()
    session.type(Self.plot)
    #expect(session.shows(Self.question) != nil)
    session.type("'ty\(answersAll ? "\u{1B}[?62;22c" : "")ped' .. ' ahead'\r")
    #expect(session.shows("┌") != nil)
    #expect(session.shows("typed ahead\r\n> ") != nil)
    // What answers too late is no key.
    if !answersAll { session.type("\u{1B}[?62;22c") }
    session.type("'goes' .. ' on'\r")
    #expect(session.shows("\r\ngoes on\r\n> ") != nil)
  }

  @Test(
    "are not asked for where they are not wanted or cannot be",
    arguments: [
      (["TERM": "dumb"], ""), (["NO_COLOR": "1"], ""), (["POLYAK_PIXELS": "0"], ""), (["TERM": "linux"], ""),
      ([:], ", pixels = false"),
    ] as [([String: String], String)])
  func unasked(_ environment: [String: String], _ option: String) throws {
    let session = try started(environment)
    session.type("plot({1, 4, 9}, {width = 40, height = 10\(option)})\r")
    let shown = try #require(session.shows("\n> "))
    #expect(!shown.contains("\u{1B}[c") && !shown.contains("\u{1B}_G") && shown.contains("┌"))
  }

  @Test(
    "ask tmux and screen for no more than they understand",
    arguments: [["TMUX": "x"], ["STY": "x"], ["TERM": "screen"], ["TERM": "tmux-256color"]])
  func multiplexers(_ environment: [String: String]) throws {
    let session = try started(environment)
    session.type(Self.plot)
    let shown = try #require(session.shows("\u{1B}[16t\u{1B}[c"))
    #expect(!shown.contains("\u{1B}_G"))
    session.type("\u{1B}[?1;2c")
    #expect(session.shows("┌") != nil)
  }

  @Test func `are not asked for where the output is no terminal`() throws {
    let outcome = try polyak("-e", "plot{1, 4, 9}", environment: ["TERM": "xterm", "LC_ALL": "C.UTF-8"], in: folder)
    #expect(!outcome.output.contains("\u{1B}") && outcome.output.contains("┌"))
  }

  @Test("are drawn unasked where that is asked for", arguments: [("kitty", "\u{1B}_Ga=T"), ("sixel", "\u{1B}P0;1;0q")])
  func forced(_ manner: String, _ beginning: String) throws {
    try needsCairo()
    for (code, setting) in [
      ("plot({1, 4}, {pixels = '\(manner)'})", ""), ("plot.panels{{1, 4}, {2}, pixels = '\(manner)'}", ""),
      ("plot.heatmap{{1, 2}, {3, 4}}", manner),
    ] {
      let outcome = try polyak("-e", code, environment: ["POLYAK_PIXELS": setting, "TERM": "dumb"], in: folder)
      #expect(outcome.output.contains(beginning), "\(code)")
    }
  }
}
