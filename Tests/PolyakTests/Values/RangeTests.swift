import LuaKit
import PolyakModules
import Testing

/// `range`: the numbers that a loop would count.
@Suite("Ranges") struct RangeTests {
  let lua = LuaState()
  init() throws { try Polyak.open(in: lua) }

  static let ranges: [(String, String)] = [
    ("1, 4", "1 2 3 4"), ("3, 3", "3"), ("3, 2", ""), ("0, 10, 5", "0 5 10"), ("0, 9, 5", "0 5"), ("4, 1, -1", "4 3 2 1"),
    ("-1, 1", "-1 0 1"), ("1, 3.5", "1 2 3"), ("1.0, 3", "1.0 2.0 3.0"), ("1, 2, 0.5", "1.0 1.5 2.0"), ("1, 0", ""),
    ("0, 1, -1", ""), ("math.maxinteger, math.maxinteger", "9223372036854775807"),
  ]

  @Test("have what a loop counts", arguments: ranges) func range(_ arguments: String, _ expected: String) throws {
    #expect(try lua.answer(to: "return table.concat(range(\(arguments)), ' ')") == expected)
    #expect(
      try lua.answer(
        to: "local list = {} for i = \(arguments) do list[#list + 1] = i end return table.concat(list, ' ')") == expected)
  }

  @Test func `the last is not lost to rounding`() throws {
    // 0.3 / 0.1 is 2.9999999999999996, and a loop that adds 0.1 ten times passes by 1.
    #expect(try lua.answer(to: "return #range(0, 0.3, 0.1) .. ' ' .. #range(0, 1, 0.1) .. ' ' .. #range(1, 2, 0.1)") == "4 11 11")
    #expect(try lua.answer(to: "return math.type(range(0, 1, 0.25)[1])") == "float")
  }

  static let refusals: [(String, String)] = [
    ("range(1, 5, 0)", "range: argument 'step' must not be 0"),
    ("range(1)", "range: argument 'b' is missing (a finite number)"),
    ("range(1, 0/0)", "range: argument 'b' must be a finite number, got nan"),
    ("range(1, 1e300)", "range: argument 'b' is beyond more numbers than can be counted"),
  ]

  @Test("what makes no list is refused", arguments: refusals) func refusal(_ call: String, _ message: String) throws {
    #expect(try lua.failure(of: call) == message)
  }
}
