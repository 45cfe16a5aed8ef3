import LuaPrompt
import PolyakPlatform
import Testing

@testable import PolyakConsole

@Suite("The layout of a line that is typed") struct LineLayoutTests {
  init() { setlocale(LC_CTYPE, "C.UTF-8") }

  private func places(_ line: String, columns: Int = 10, behind indentation: Int = 2) -> [String]? {
    LineLayout(Array(line.utf8), columns: columns, indentation: indentation)?.places.map { "\($0.row),\($0.column)" }
  }

  @Test(
    "has letters where readline puts them",
    arguments: [
      ("", ["0,2"]), ("ab", ["0,2", "0,3", "0,4"]), ("\u{1}b", ["0,2", "0,4", "0,5"]), ("a\tb", ["0,2", "0,3", "0,8", "0,9"]),
      ("a\nb", ["0,2", "0,3", "1,0", "1,1"]), ("é", ["0,2", "0,2", "0,4"].map { $0 == "0,4" ? "0,3" : $0 }),
      // The row is full: the next letter, and the cursor, are in the next one.
      ("12345678", ["0,2", "0,3", "0,4", "0,5", "0,6", "0,7", "0,8", "0,9", "1,0"]),
    ])
  func letters(_ line: String, _ expected: [String]) { #expect(places(line) == expected, "\(line)") }

  @Test func `puts a wide letter that finds no room into the next row`() throws {
    let layout = try #require(LineLayout(Array("1234567日x".utf8), columns: 10, indentation: 2))
    #expect(layout.cells.map(\.row) == [0, 0, 0, 0, 0, 0, 0, 1, 1])
    #expect(layout.places[10] == (1, 2))
  }

  @Test("is not there for what readline shows in other ways", arguments: [[0xFF], [0x61, 0xC3], [0xC2, 0x85]])
  func none(_ bytes: [UInt8]) { #expect(LineLayout(bytes, columns: 10, indentation: 2) == nil) }

  @Test func `takes marks over letters with them`() throws {
    let layout = try #require(LineLayout(Array("e\u{301}x".utf8), columns: 10, indentation: 0))
    #expect(layout.cells.map { Array($0.text.unicodeScalars).count } == [2, 1])
    #expect(layout.places.map(\.column) == [0, 1, 1, 1, 2].dropLast(0).map { $0 })
  }
}

@Suite("The line of a hint") struct HintLineTests {
  private let hint = CallHint(text: "f(alpha, beta, gamma, delta)", current: 9..<13, type: "number")

  @Test(
    "fits the window, what is being given in sight",
    arguments: [
      (80, "f(alpha, >beta<, gamma, delta)   number"), (30, "f(alpha, >beta<, gamma, de..."), (20, "...ha, >beta<, g..."),
      (12, ">beta<, gam"),
    ])
  func widths(_ columns: Int, _ expected: String) {
    let text = HintLine(hint, columns: columns, Style(hasColors: false)).text
    #expect(text == expected)
  }

  @Test("is narrower than any window", arguments: 1...60) func fits(_ columns: Int) {
    for current in [0..<1, 2..<7, 9..<13, 22..<27, 0..<0] {
      let text = HintLine(CallHint(text: hint.text, current: current, type: hint.type), columns: columns, Style(hasColors: false))
        .text
      #expect(text.count <= max(3, columns - 1), "\(text)")
    }
  }

  @Test func `marks with colours where there are some`() {
    let text = HintLine(hint, columns: 80, Style(hasColors: true)).text
    #expect(text == "\u{1B}[2mf(alpha, \u{1B}[0m\u{1B}[1mbeta\u{1B}[0m\u{1B}[2m, gamma, delta)   number\u{1B}[0m")
  }
}
