import Foundation
import LuaKit
import PolyakModules
import Testing

@Suite struct `A picture that is drawn over` {
  let folder = TemporaryFolder()
  static let environment = ["TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"]

  func session(_ program: String) throws -> PromptSession {
    try PromptSession(try folder.write(program, to: "live.lua"), environment: Self.environment, in: folder)
  }

  /// What makes many steps, by the title of its picture.
  static let runs: [(title: String, code: String)] = [
    ("heavy ball", "optim.hb{loss = L, eta = 1e-4, mu = 0.9}:run({-1.2, 1}, N, {every = 'last', live = true})"),
    ("flow of order 3", "flow:integrate({-1.2, 1}, N, {every = 'last', live = true, max_steps = N})"),
    ("flow of order 3", "flow:integrate({-1.2, 1}, N, {every = 'last', live = true, method = 'rk4'})"),
    ("heavy ball", "p:train(p:start(0.1), {eta = 1e-9, mu = 0.5, loss = 0, steps = N, live = true})"),
    ("mine", "optim.gd{loss = L, eta = 1e-4}:run({-1.2, 1}, N, {every = 'last', live = {title = 'mine', log = 'xy'}})"),
  ]

  @Test(arguments: runs) func `shows a run as it goes on, whatever the window becomes, until Ctrl-C`(
    _ title: String, _ code: String
  ) throws {
    let session = try session(
      """
      L = losses.rosenbrock{}
      flow = hbf.flow{loss = L, eta = 1e-4, mu = 0.5, order = 3, form = "limit"}
      p = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0}
      N = 10^11 // 1 | 0
      \(code)
      """)
    // Whole pictures of 28 lines, one free above and one below, each of which goes back to the first line of the one before.
    let first = try #require(session.shows("\u{1B}[J"))
    #expect(first.contains(title) && first.contains("loss\u{1B}[K") && !first.contains("\u{1B}[H"), "\(first)")
    let back = first.count { $0.isNewline }
    let second = try #require(session.shows("\u{1B}[J"))
    #expect(second.hasPrefix("\u{1B}[\(back)A\r"), "\(second)")
    #expect(
      second.contains(/\ 0%  [\d.e+]+ steps\/s, [\d.e+]+ (s|min|h|days) left, loss [\d.e+-]+\u{1B}\[K\r\n\u{1B}\[J$/), "\(second)"
    )
    #expect(back == 28)

    session.resize(columns: 50, lines: 20)
    let cleared = try #require(session.shows("\u{1B}[H\u{1B}[2J"), "narrower: what was there may have been wrapped")
    #expect(cleared.count { $0 == "┌" } <= 1 + cleared.count { $0 == "└" })
    let narrow = try #require(session.shows("\u{1B}[J"))
    let lines = narrow.components(separatedBy: "\u{1B}[K\r\n")
    #expect(lines.count == 19 && lines.filter { $0.count > 49 } == [])
    session.resize(columns: 90, lines: 24)
    #expect(session.shows("\u{1B}[18A\r") != nil)
    let wide = try #require(session.shows("\u{1B}[J"))
    #expect(wide.components(separatedBy: "\u{1B}[K\r\n").count == 23, "\(wide)")

    session.type("\u{3}")
    #expect(session.exitCode() == 1)
    let end = try #require(session.shows("interrupted"))
    // Behind the last picture, nothing in between.
    #expect(end.components(separatedBy: "\u{1B}[J").last?.contains("\u{1B}") == false, "\(end)")
  }

  @Test func `shows at last every step that was kept, and stays`() throws {
    let session = try session(
      """
      r = optim.gd{loss = losses.quadratic{A = {{1}}}, eta = 0.1}:run({1}, 50, {live = {height = 12}})
      print "after"
      """)
    let shown = try #require(session.shows("after"))
    #expect(shown.contains("50 steps in 0 s, loss 1.33e-05\u{1B}[K\r\n\u{1B}[Jafter"), "\(shown)")
    // A straight line on a log axis: a row of dots in each line of the box.
    #expect(shown.contains("gradient descent\u{1B}[K") && shown.contains("1e-04 ┤"), "\(shown)")
  }

  @Test func `leaves the prompt as it was after Ctrl-C`() throws {
    let session = try PromptSession(environment: Self.environment, in: folder)
    #expect(session.shows("> ") != nil)
    session.type(
      "r = optim.gd{loss = losses.rosenbrock{}, eta = 1e-4}:run({0, 0}, 10^11 // 1 | 0, {every = 'last', live = true})\r")
    #expect(session.shows("loss\u{1B}[K") != nil)
    #expect(session.shows("A\r") != nil)
    session.resize(columns: 60, lines: 20)
    #expect(session.shows("\u{1B}[H\u{1B}[2J") != nil)
    session.type("\u{3}")
    #expect(session.shows("interrupted!") != nil && session.shows("> ") != nil)
    session.type("6 * 7\r")
    #expect(session.shows("42") != nil && session.shows("> ") != nil)
  }

  @Test func `at the prompt each line has one of its own`() throws {
    let session = try PromptSession(environment: Self.environment, in: folder)
    #expect(session.shows("> ") != nil)
    for line in ["for n = 2, 3 do plot({1, n}, {live = true, height = 10}) end", "plot({1, 2}, {live = true, height = 10})"] {
      session.type(line + "\r")
      let first = try #require(session.shows("\u{1B}[J"))
      #expect(!first.contains("\u{1B}[10A"), "\(first)")
      if line.hasPrefix("for") { #expect(session.shows("\u{1B}[J")?.hasPrefix("\u{1B}[10A\r") == true) }
      #expect(session.shows("> ") != nil)
    }
  }

  @Test func `is not there where there is no terminal`() throws {
    let outcome = try polyak(
      "-e",
      """
      r = optim.gd{loss = losses.quadratic{A = {{1}}}, eta = 0.1}:run({1}, 50, {live = true})
      plot({1, 2}, {live = true})
      print(#r)
      """, environment: Self.environment)
    #expect(outcome == Outcome(output: "51\n"))
  }

  static let refusals: [(String, String)] = [
    (
      "optim.gd{loss = L, eta = 0.1}:run({{1}, {2}}, 5, {live = true})",
      "optimizer:run: option 'live' is for single runs: run the members of an ensemble one by one to see each"
    ),
    (
      "optim.gd{loss = L, eta = 0.1}:run({1}, 5, {live = {lgo = 'y'}})",
      "optimizer:run: unknown option 'live.lgo' (did you mean 'log'?)"
    ),
    (
      "optim.gd{loss = L, eta = 0.1}:run({1}, 5, {live = 3})",
      "optimizer:run: option 'live' must be true or false or a table of plot.live's options, got 3"
    ),
  ]

  @Test(arguments: refusals) func `is refused`(_ code: String, _ message: String) throws {
    let lua = LuaState()
    try Polyak.open(in: lua)
    let value = try lua.run("L = losses.quadratic{A = {{1}}} return select(2, pcall(function() return \(code) end))").first
    #expect(value?.text?.hasSuffix(message) == true, "\(value?.text ?? "")")
  }
}
