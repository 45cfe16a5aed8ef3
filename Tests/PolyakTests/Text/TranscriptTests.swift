import LuaKit
import LuaPrompt
import PolyakModules
import Testing

@testable import PolyakConsole

/// Sessions as scripts.
@Suite("A transcript") struct TranscriptTests {
  private typealias Entry = Transcript.Entry

  private static func value(_ text: String, _ results: String..., silent: Bool = false) -> Transcript.Entry {
    Entry(text: text, isExpression: true, isSilent: silent, results: results)
  }
  private static func code(_ text: String, failing message: String? = nil, _ kind: LuaError.Kind = .runtime) -> Transcript.Entry {
    Entry(
      text: text, isExpression: false, isSilent: false, failure: message.map { LuaError(kind: kind, message: $0) })
  }

  static let cases: [(entries: [Transcript.Entry], script: String)] = [
    ([], "\n"),
    ([code("x = 1"), value("x + 1", "_1")], "x = 1\nprint(x + 1)\n"),
    ([value("f()")], "f()\n"),
    ([value("2", "_1", silent: true)], "_ = 2\n"),
    ([value("2", "_1"), value("_ * 2", "_2")], "_1 = 2\n_ = _1\nprint(_1)\nprint(_ * 2)\n"),
    ([value("2", "_1"), value("3", "_2"), value("_1 + 1", "_3")], "_1 = 2\nprint(_1)\nprint(3)\nprint(_1 + 1)\n"),
    ([value("nil, 5", "", "_1"), value("_1", "_2")], "_, _1 = nil, 5\nprint(nil, _1)\nprint(_1)\n"),
    ([value("1 -- one", "_1")], "print(1 -- one\n)\n"),
    ([code("x = f"), code("(g or h)()")], "x = f\n;(g or h)()\n"),
    ([code("for i = 1, 2 do end return 5")], "for i = 1, 2 do end print(5)\n"),
    ([code("error('no')", failing: "[1]:1: no")], "-- failed: [1]:1: no\npcall(function(...)\nerror('no')\nend)\n"),
    (
      [code("local a = f()", failing: "[1]:1: no")],
      "-- failed: [1]:1: no\nlocal a\npcall(function(...)\n a = f()\nend)\n"
    ),
    ([code("while true do end", failing: "interrupted!", .interrupted)], "-- failed: interrupted!\n-- while true do end\n"),
    ([Entry(text: "! ls   (not done again)", isExpression: false, isSilent: true, isNote: true)], "-- ! ls   (not done again)\n"),
  ]

  @Test("is a script that does the same again", arguments: cases.indices)
  func script(place: Int) throws {
    var transcript = Transcript(seeds: nil)
    for entry in Self.cases[place].entries { transcript.add(entry) }
    let script = transcript.script(heading: [])
    #expect(script == Self.cases[place].script)
    _ = try LuaState().load(script, name: "=script")
  }

  @Test func `begins with its heading and its seeds`() {
    let transcript = Transcript(seeds: Transcript.Seeds(math: [1, 2], generators: 3))
    #expect(transcript.script(heading: ["one", "two"]).hasPrefix("-- one\n-- two\nmath.randomseed(1, 2)\n"))
  }

  @Test func `of more variables than a function may have goes on inside another`() throws {
    var transcript = Transcript(seeds: nil)
    for i in 1...320 { transcript.add(Self.code("local x\(i) = \(i)")) }
    transcript.add(Self.value("x1 + x320", "_1"))
    let lua = LuaState()
    lua.globals["print"] = lua.globals["error"]
    let error = #expect(throws: LuaError.self) { try lua.run(transcript.script(heading: [])) }
    #expect(error?.message.hasSuffix("321") == true, "\(error?.message ?? "")")
  }

  /// What `:save` warns of is known by names, which may change.
  @Test func `knows functions of Lua's own library that depend on what is outside by their names`() throws {
    let lua = try Interpreter(ignoresEnvironment: true).lua
    for path in OutsideCauses.ownLibrary.flatMap(\.paths) {
      guard case .function? = lua.help.page(named: path) else {
        Issue.record("\(path) is no function")
        continue
      }
    }
  }

  @Test(
    "says what its code depends on",
    arguments: [
      ("x = os.time() + os.clock()", ["the time (os.time, os.clock)"]),
      ("t = diagnostics.clock()", ["the time (diagnostics.clock)"]),
      ("x = workers.count()", ["the processors (workers.count)"]), ("d = data.csv 'a.csv'", ["files (data.csv 'a.csv')"]),
      ("d = data.digits()", []), ("data.save_csv('a', {1})", []), ("plot = require 'plot' j = require 'script.json'", []),
      ("m = require 'mine'", ["files (require 'mine')"]), ("m = require 'plotters'", ["files (require 'plotters')"]),
      ("my.os.time()", []),
      ("math.randomseed(3)", []), ("math.randomseed()", ["numbers that the system draws (math.randomseed)"]),
    ])
  func causes(_ code: String, _ causes: [String]) throws {
    let lua = try Interpreter(ignoresEnvironment: true).lua
    #expect(OutsideCauses.all(in: [code], modules: lua.modules, isOwn: Polyak.isModule(named:)) == causes)
  }
}
