import Testing

/// What is typed, in colours, and the hint under it, as they stand on the screen.
@Suite("Typing at the prompt") struct TypingTests {
  let folder = TemporaryFolder()

  /// A prompt, and the screen that it stands on.
  private final class Typed {
    let session: PromptSession
    private(set) var screen: TerminalScreen

    init(_ environment: [String: String] = [:], columns: Int = 80, lines: Int = 30, in folder: TemporaryFolder) throws {
      try folder.write("set enable-bracketed-paste off\n", to: ".inputrc")
      session = try PromptSession(
        "--no-init",
        environment: ["INPUTRC": folder.path + "/.inputrc", "LC_ALL": "C.UTF-8", "TERM": "xterm"].merging(environment) { $1 },
        in: folder)
      session.resize(columns: UInt16(columns), lines: UInt16(lines))
      screen = TerminalScreen(columns: columns, lines: lines)
      try #require(waits { $0.text.last == ">" })
    }

    /// Whether the screen comes to look so.
    func waits(_ condition: (TerminalScreen) -> Bool) -> Bool {
      for _ in 0..<600 {
        if condition(screen) { return true }
        screen.show(session.showsMore(within: 0.1))
      }
      return condition(screen)
    }

    /// Types keys, and waits until the last rows are these.
    func type(_ keys: String, shows rows: [String], sourceLocation: SourceLocation = #_sourceLocation) {
      session.type(keys)
      #expect(waits { $0.text.suffix(rows.count) == rows }, "\(screen.text.suffix(rows.count))", sourceLocation: sourceLocation)
    }
  }

  @Test func `colours names, options, texts, numbers, keywords, comments and what is wrong`() throws {
    let typed = try Typed(in: folder)
    typed.type(
      "local x = hbf.nosuch + optim.hb{eta = 'a', etta = 1.5} -- why",
      shows: [
        "> local x = hbf.nosuch + optim.hb{eta = 'a', etta = 1.5} -- why"
      ])
    let row = typed.screen.row
    let expected = ["35:local", "33:nosuch", "34:eta", "32:'a'", "33:etta", "36:1.5", "2:-- why"]
    #expect(typed.waits { $0.colors(row: row) == expected }, "\(typed.screen.colors(row: row))")
    typed.type("\u{15}x = )'abc", shows: ["> x = )'abc"])
    #expect(typed.waits { $0.colors(row: row) == ["31:)'", "32:abc"] }, "\(typed.screen.colors(row: row))")
    typed.type("\u{15}:time nosuch", shows: ["> :time nosuch"])
    #expect(typed.waits { $0.colors(row: row) == ["35::time", "33:nosuch"] })
    typed.type("\u{15}:tiem 1", shows: ["> :tiem 1"])
    #expect(typed.waits { $0.colors(row: row) == ["33::tiem"] })
  }

  @Test func `leaves colours on the line that is entered, and no hint`() throws {
    let typed = try Typed(in: folder)
    typed.type("hbf.radius(0", shows: ["> hbf.radius(0", "hbf.radius(mu, [nu], [form])   number in [0, 1)"])
    let row = typed.screen.row
    #expect(typed.screen.colors(row: row) == ["36:0"])
    #expect(typed.screen.colors(row: row + 1) == ["2:hbf.radius(", "1:mu", "2:, [nu], [form])   number in [0, 1)"])
    typed.type(", ", shows: ["> hbf.radius(0,", "hbf.radius(mu, [nu], [form])   finite number"])
    typed.type("0)", shows: ["> hbf.radius(0, 0)"])
    typed.type("\r", shows: ["> hbf.radius(0, 0)", "1.0", ">"])
    #expect(typed.screen.colors(row: row) == ["36:0", "36:0"])
  }

  @Test(
    "takes the hint away before anything else is shown",
    arguments: [
      ("\t", ["hbf.radius(mu, [nu], [form])", "> hbf.radius(", "hbf.radius(mu, [nu], [form])   number in [0, 1)"]),
      ("\u{3}", ["> hbf.radius(^C", ">"]), ("\u{15}", [">"]), ("\u{1}", ["> hbf.radius("]),
      ("\r", ["> hbf.radius(", ">>", "hbf.radius(mu, [nu], [form])   number in [0, 1)"]),
      ("\u{C}", ["> hbf.radius(", "hbf.radius(mu, [nu], [form])   number in [0, 1)"]),
      ("\u{12}", ["(reverse-i-search)`': hbf.radius("]),
    ])
  func gone(_ keys: String, _ rows: [String]) throws {
    let typed = try Typed(in: folder)
    typed.type("hbf.radius(", shows: ["> hbf.radius(", "hbf.radius(mu, [nu], [form])   number in [0, 1)"])
    typed.type(keys, shows: rows)
  }

  @Test func `stands right among wide letters, in several rows, at the bottom of the window`() throws {
    let typed = try Typed(columns: 30, lines: 8, in: folder)
    for i in 1...4 { typed.type("'line \(i)'\r", shows: ["line \(i)", ">"]) }
    typed.type(
      "x = '日本語日本語日本語' .. hbf.radius(",
      shows: [
        "> x = '日本語日本語日本語' ..", "hbf.radius(", "hbf.radius(mu, [nu], [form...",
      ])
    #expect(typed.screen.column == 11)
    typed.type("\u{1}-- ", shows: ["> -- x = '日本語日本語日本語'", ".. hbf.radius("])
    #expect(typed.screen.column == 5)
    #expect(typed.waits { $0.colors(row: $0.row) == ["2:-- x = '日本語日本語日本語' "] }, "\(typed.screen.colors(row: typed.screen.row))")
    typed.type("\u{4}\u{8}\u{8}\u{8}\u{5}0)", shows: [">  = '日本語日本語日本語' .. h", "bf.radius(0)"])
  }

  @Test func `knows the lines before`() throws {
    let typed = try Typed(in: folder)
    typed.type(
      "optim.hb{\r", shows: ["> optim.hb{", ">>", "optim.hb{loss, eta, mu, weight_decay = 0, decoupled = false, fma = false}"])
    typed.type(
      "mu = 0.9, nosuch",
      shows: [
        ">> mu = 0.9, nosuch", "optim.hb{loss, eta, mu, weight_decay = 0, decoupled = false, fma = false}",
      ])
    #expect(typed.waits { $0.colors(row: $0.row) == ["34:mu", "36:0.9", "33:nosuch"] })
  }

  @Test(
    "has no colours where they are not wanted, and still a hint",
    arguments: [(["NO_COLOR": "1"], "hbf.radius(>mu<, [nu], [form])   number in [0, 1)"), (["TERM": "dumb"], nil)]
      as [([String: String], String?)])
  func plain(_ environment: [String: String], _ hint: String?) throws {
    let typed = try Typed(environment, in: folder)
    typed.type("local x = hbf.radius(", shows: ["> local x = hbf.radius("] + (hint.map { [$0] } ?? []))
    #expect(typed.screen.colors(row: typed.screen.row) == [])
    typed.type("0); x\r", shows: ["1.0", ">"])
  }

  @Test func `takes colours off and on`() throws {
    let typed = try Typed(in: folder)
    typed.type(":colors off\r", shows: ["> :colors off", ">"])
    typed.type("local", shows: ["> local"])
    #expect(typed.screen.colors(row: typed.screen.row) == [])
    typed.type("\u{15}:colors\r", shows: ["off", ">"])
    typed.type(":colors on\r", shows: ["> :colors on", ">"])
    typed.type("local", shows: ["> local"])
    #expect(typed.waits { $0.colors(row: $0.row) == ["35:local"] })
  }

  @Test func `runs nothing to know a name`() throws {
    let typed = try Typed(in: folder)
    let line = "t = setmetatable({}, {__index = function() n = (n or 0) + 1 end, __call = function() n = 100 end})"
    // What is typed before the next prompt would be shown twice.
    typed.type(line + "\r", shows: [String("> \(line)".dropFirst(80)), ">"])
    typed.type("t.x.y + t(1, t.z.", shows: ["> t.x.y + t(1, t.z."])
    typed.type("\u{15}n\r", shows: ["> n", "nil", ">"])
  }
}
