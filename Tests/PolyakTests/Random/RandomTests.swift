import LuaKit
import Testing

@testable import PolyakModules

/// The module `random`. Values are NumPy 2.4.6's default_rng's, printed with `%.17g`.
@Suite("random") struct RandomModuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let expected: String
    var testDescription: String { code }
    init(_ code: String, _ expected: String) { (self.code, self.expected) = (code, expected) }
  }

  static let values = [
    Case("digits(random.new(42):normal(), random.new(42):uniform())", "0.30471707975443135 0.77395604855596334"),
    Case("digits(random.new(42):normal(2))", "0.30471707975443135 -1.0399841062404955"),
    Case(
      "random.new(42):normal(3, 2)",
      "Matrix(3 x 2)\n  0.304717  -1.03998\n  0.750451  0.940565\n  -1.95104  -1.30218"),
    Case("digits(random.new(math.maxinteger):uniform(2))", "0.1754661243027813 0.46992865140150908"),
    Case("digits(random.new(0):normal(100000)[100000])", "-0.49541294309578066"),
    Case(
      "all(random.new(0):integers(math.mininteger, math.maxinteger, 2))", "2526497193922298463 -4246685573565524191"),
    // One generator: a word's second half waits while normals are drawn.
    Case(
      """
      (function(r) return all(r:integers(1, 6, 5)) .. " / " .. digits(r:normal()) .. " / " .. r:integers(1, 6) .. " / "
        .. all(r:permutation(4)) .. " / " .. all(r:integers(3, 3, 2)) .. " / " .. r:integers(1, 100) end)(random.new(1))
      """,
      "3 4 5 6 1 / -1.3031572316043609 / 1 / 4 3 1 2 / 3 3 / 43"),
    // Integers that no double holds.
    Case(
      """
      (function(r)
        r:uniform(2)
        r:integers(math.mininteger, math.maxinteger, 3)
        return all(r:integers(2^53 | 0, (2^53 | 0) + 9, 4)) .. " / " .. all(r:permutation(6))
      end)(random.new(math.maxinteger))
      """,
      "9007199254741000 9007199254741000 9007199254740998 9007199254740997 / 3 2 4 1 5 6"),
    Case("math.type(random.new(1):integers(1, 6)) .. math.type(random.new(1):integers(1, 6, 1)[1])", "integerinteger"),
    Case("#random.new(1):normal(0) + #random.new(1):integers(1, 2, 0) + #random.new(1):permutation(0)", "0"),
    Case("random.new(1):uniform(0, 3)", "Matrix(0 x 3)"),
    Case("random.new(7)", "Random  PCG64, seed 7"),
    // default_rng(SeedSequence(7, spawn_key=(2, 5))), default_rng(7).spawn(3)[1], and its .spawn(2)[1].
    Case("digits(random.new(7, {2, 5}):normal())", "0.08580371706357745"),
    Case("digits(random.new(7, {(1 << 62) + 1}):normal())", "2.3045797804698052"),
    Case("digits(random.new(7):spawn(3)[2]:normal())", "1.4019101206317888"),
    Case("digits(random.new(7):spawn(3)[2]:spawn(2)[2]:normal())", "-1.2281723747391016"),
    Case("(function(r) return table.concat(r:spawn(2)[2].key) .. table.concat(r:spawn(2)[2].key) end)(random.new(7))", "13"),
    Case("(function(r) r:spawn(2) return r:normal() == random.new(7):normal() end)(random.new(7))", "true"),
    Case("#random.new(7):spawn(0) + #random.new(7, {}).key", "0"),
    Case("random.new(7, {2, 5})", "Random  PCG64, seed 7, key 2 5"),
    Case("random.new(math.maxinteger).seed", "9223372036854775807"),
    Case("(function(r) return random.new(r.seed):normal() == r:normal() end)(random.new())", "true"),
    Case("random.new().seed == random.new().seed", "false"),
  ]

  @Test("values are NumPy's", arguments: values) func value(_ example: Case) throws {
    #expect(try state().answer(to: "return " + example.code) == example.expected)
  }

  static let refusals = [
    Case("random.new(-1)", "random.new: argument 'seed' must be an integer >= 0, got -1"),
    Case("random.new(1, {3, -1})", "random.new: argument 'key[2]' must be an integer >= 0, got -1"),
    Case("random.new(1, 3)", "random.new: argument 'key' must be a table of integers, got 3"),
    Case("random.new(1):spawn(-1)", "r:spawn: argument 'n' must be an integer in [0, 1000000], got -1"),
    Case("random.new(1.5)", "random.new: argument 'seed' must be an integer >= 0, got 1.5"),
    Case("random.new('a')", "random.new: argument 'seed' must be an integer >= 0, got string 'a'"),
    Case("random.new(1):normal(-1)", "r:normal: argument 'n' must be an integer >= 0, got -1"),
    Case("random.new(1):normal(nil, 3)", "r:normal: argument 'n' is missing (how many rows)"),
    Case("random.new(1):normal(1 << 50)", "r:normal: 1125899906842624 numbers do not fit into memory"),
    Case(
      "random.new(1):uniform(1 << 40, 1 << 40)",
      "r:uniform: 1099511627776 x 1099511627776 numbers do not fit into memory"),
    Case("random.new(1):integers(5, 3)", "r:integers: argument 'hi' must be at least lo = 5, got 3"),
    Case(
      "random.new(1):integers(1, 2, 1 << 40)",
      "r:integers: argument 'n' must be an integer in [0, 2147483647], got 1099511627776"),
    Case(
      "random.new(1):permutation(-1)",
      "r:permutation: argument 'n' must be an integer in [0, 2147483647], got -1"),
  ]

  @Test("what cannot be drawn is refused", arguments: refusals) func refusal(_ example: Case) throws {
    let message = try state().answer(to: "return select(2, pcall(function() return \(example.code) end))")
    #expect(message.replacing("test:1: ", with: "") == example.expected)
  }

  @Test(
    "what does not fit is an error, and nothing is drawn",
    arguments: [
      "normal(2000000)", "uniform(2000, 1000)", "integers(1, 6, 1000000)", "permutation(1000000)",
    ])
  func memory(_ draw: String) throws {
    let lua = try state(memoryLimit: 8 << 20)
    try lua.run("r = random.new(42)")
    #expect(throws: LuaError.self) { try lua.run("r:\(draw)") }
    #expect(try lua.run("return digits(r:normal())").first == "0.30471707975443135")
  }

  @Test(
    "stops when interrupted, and nothing is drawn",
    arguments: [
      "normal(100000)", "uniform(100, 1000)", "integers(1, 6, 100000)", "permutation(100000)",
    ])
  func interruption(_ draw: String) throws {
    let lua = try state()
    try lua.run("r = random.new(42)")
    lua.interrupt.flag.store(true, ordering: .relaxed)
    let error = #expect(throws: LuaError.self) { try lua.run("r:\(draw)") }
    #expect(error?.kind == .interrupted)
    lua.interrupt.clear()
    #expect(try lua.run("return digits(r:normal())").first == "0.30471707975443135")
  }

  private func state(memoryLimit: Int? = nil) throws -> LuaState {
    let lua = LuaState(memoryLimit: memoryLimit)
    try Polyak.open(in: lua)
    try lua.run(
      """
      function all(list, format)
        local texts = {}
        for i, x in ipairs(list) do texts[i] = (format or "%d"):format(x) end
        return table.concat(texts, " ")
      end
      function digits(x, ...) return all(type(x) == "number" and {x, ...} or x, "%.17g") end
      """)
    return lua
  }
}
