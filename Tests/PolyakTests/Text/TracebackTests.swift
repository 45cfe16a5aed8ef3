import Testing

@testable import PolyakConsole

@Suite("A traceback") struct TracebackTests {
  /// As Lua writes them.
  private func traceback(_ lines: [String]) -> Traceback {
    Traceback("stack traceback:\n" + lines.map { "\t" + $0 }.joined(separator: "\n"))
  }

  @Test(
    "shows the calls that say something",
    arguments: [
      ([], nil, []),
      (["[C]: in function 'error'", "[1]:1: in function 'f'", "(...tail calls...)"], "[1]:1", []),
      (["[1]:1: in main chunk"], "[1]:1", []),
      (
        ["a.lua:2: in upvalue 'g'", "a.lua:4: in function 'f'", "[2]:1: in main chunk"], "a.lua:2",
        ["at a.lua:2  in upvalue 'g'", "at a.lua:4  in function 'f'", "at [2]:1"]
      ),
      (
        ["a.lua:2: in function 'f'", "a.lua:2: in function 'f'", "[2]:1: in main chunk"], nil,
        ["at a.lua:2  in function 'f'", "at [2]:1"]
      ),
      (["stdlib/plot.lua:5: in function 'plot'", "[3]:1: in main chunk"], nil, ["at [3]:1"]),
      // Lua looks a name up among the globals, where it may find a result.
      (["[1]:1: in function '_3'", "[2]:1: in main chunk"], nil, ["at [1]:1", "at [2]:1"]),
      (["...\t(skipping 5 levels)"], nil, ["at ...\t(skipping 5 levels)"]),
    ] as [([String], String?, [String])])
  func essential(_ lines: [String], _ place: String?, _ shown: [String]) {
    #expect(traceback(lines).essential(beginningAt: place).map(\.text) == shown)
  }

  @Test func `leaves out the line that was just typed where other calls are shown`() {
    let calls = traceback(["a.lua:2: in function 'f'", "[2]:1: in main chunk"])
    #expect(calls.essential(beginningAt: "a.lua:1", typedAt: "[2]:1").map(\.text) == ["at a.lua:2  in function 'f'"])
    #expect(calls.essential(beginningAt: "a.lua:1", typedAt: "[3]:1").count == 2)
    #expect(traceback(["[2]:1: in main chunk"]).essential(beginningAt: nil, typedAt: "[2]:1").map(\.text) == ["at [2]:1"])
  }

  @Test(
    "knows where the product's own files were entered",
    arguments: [
      (["stdlib/plot.lua:5: in function 'plot'", "a.lua:3: in main chunk"], "a.lua:3"),
      (
        [
          "[C]: in function 'error'", "stdlib/sweep.lua:5: in upvalue 'x'", "stdlib/sweep.lua:9: in function 'sweep'",
          "[3]:1: in main chunk",
        ], "[3]:1"
      ),
      (["stdlib/plot.lua:5: in function 'plot'", "(...tail calls...)"], nil), (["stdlib/plot.lua:5: in function 'plot'"], nil),
      (["a.lua:3: in function 'f'", "stdlib/sweep.lua:5: in function 'sweep'"], nil), ([], nil),
    ] as [([String], String?)])
  func entrance(_ lines: [String], _ place: String?) { #expect(traceback(lines).placeOfEntrance == place) }
}
