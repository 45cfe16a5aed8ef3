import LuaKit
import Testing

@testable import PolyakModules

@Suite struct `The series in Lua` {
  let lua = LuaState()
  init() throws { try Polyak.open(in: lua) }

  func value(_ expression: String) throws -> LuaValue { try lua.value(of: expression) }

  func failure(_ expression: String) throws -> String { try lua.failure(of: expression) }

  @Test func `prints a line for each tree`() throws {
    #expect(
      try value("tostring(hbf.series(3))").text == """
        1 node   []       1 / (1-mu)
        2 nodes  [[]]     (1 + mu)/2 / (1-mu)^3
        3 nodes  [[][]]   (1 + 10 mu + mu^2)/12 / (1-mu)^5
                 [[[]]]   (1 + 4 mu + mu^2)/3 / (1-mu)^5
        """)
    #expect(try value("hbf.series(3):text() == tostring(hbf.series(3))") == true)
  }

  @Test func `prints a screenful at most, and says how much is left out`() throws {
    let lines = try #require(try value("tostring(hbf.series(7))").text).split(separator: "\n")
    #expect(lines.count == 40)
    #expect(lines[39] == "... and 46 more, which :text() shows")
    #expect(try value("select(2, hbf.series(7):text():gsub('\\n', ''))") == 84)
    #expect(try value("#hbf.series(7)") == 85)
  }

  @Test func `gives coefficients, numerators and powers by tree, children in any order`() throws {
    try lua.run("s = hbf.series(4)")
    #expect(try value("s:coefficient('[[][[]]]')").text == "(1 + 29 mu + 29 mu^2 + mu^3)/12 / (1-mu)^7")
    #expect(try value("table.concat(s:numerator('[[][][]]'), ' ')").text == "0 1/2 1/2")
    #expect(try value("s:power('[[][][]]')") == 7)
    #expect(try value("table.concat(s:trees(), ' ')").text == "[] [[]] [[][]] [[[]]] [[][][]] [[[]][]] [[[][]]] [[[[]]]]")
    #expect(try value("s:at(0.5)['[[]]']") == 6)
    #expect(try value("s:at(0)['[[][][]]']") == 0)
    #expect(try value("s.order") == 4)
  }

  @Test func `knows Nesterov's method, gradient descent, and any nu exactly as written`() throws {
    #expect(try value("hbf.series(2, {method = 'nag'}):coefficient('[[]]')").text == "(1 - mu + 2 mu^2)/2 / (1-mu)^3")
    #expect(try value("hbf.series(3, {method = 'gd'}):coefficient('[[][]]')").text == "1/12")
    #expect(try value("hbf.series(3, {method = 'gd'}):at()['[[]]']") == 0.5)
    #expect(try value("hbf.series(2, {nu = 0.3}):coefficient('[[]]')").text == "(1 + 4 mu)/5 / (1-mu)^3")
    #expect(try value("hbf.series(2, {nu = '1/3'}):coefficient('[[]]')").text == "(1 + 5 mu)/6 / (1-mu)^3")
    #expect(try value("hbf.series(2, {nu = 0}).method").text == "hb")
    #expect(try value("hbf.series(2, {nu = 0.3}).method").text == "nu = 3/10")
  }

  @Test func `gives the momentum family's coefficients, start and symbol at numbers`() throws {
    #expect(try value("hbf.series(3, {method = 'nag'}):at(0.5)['[[][]]'] * 3") == 35)
    #expect(try value("hbf.coefficients{mu = 0.5, nu = 0.5, order = 2, k = 1}['[[]]']") == 1.125)
    #expect(try value("hbf.matched_start{mu = 0.5, nu = 0.5, order = 3}['[[]]']") == 14)
    #expect(try value("tostring(hbf.symbol(3, 0.5, 0.5))").text == "Vector(3)  2  -2  2.16667")
  }

  @Test func `gives the coefficients at a number mu, step by step or for large k`() throws {
    #expect(try value("hbf.coefficients{mu = 0.5, order = 2}['[[]]']") == 6)
    #expect(try value("hbf.coefficients{mu = 0.5, order = 2, form = 'limit'}['[]']") == 2)
    #expect(try value("hbf.coefficients{mu = 0.5, order = 2, k = 1}['[[]]']") == 1.625)
    #expect(try value("hbf.coefficients{mu = 0.5, order = 2, form = 'piecewise', k = 0}['[[]]']") == 0.5)
    #expect(try value("hbf.coefficients{mu = 0.5, order = 2, k = 1 << 60}['[[]]']") == 6)
  }

  @Test func `gives the matched start's coefficients`() throws {
    #expect(try value("hbf.matched_start{mu = 0.5, order = 3}['[]']") == 2)
    #expect(try value("hbf.matched_start{mu = 0.5, order = 3}['[[]]']") == 20)
    #expect(try value("next(hbf.matched_start{mu = 0.5, order = 1})").isNil)
  }

  @Test(
    "says what was wrong",
    arguments: [
      ("hbf.series(0)", "hbf.series: argument 'n' must be an integer in [1, 21], got 0"),
      (
        "hbf.series(2, {method = 'nga'})",
        "hbf.series: option 'method' must be 'hb', 'nag' or 'gd', got string 'nga' (did you mean 'nag'?)"
      ),
      (
        "hbf.series(2, {method = 'nag', nu = 0.5})",
        "hbf.series: options 'nu' and 'method' exclude each other, got nu = 1/2 and method = 'nag'"
      ),
      (
        "hbf.series(2, {nu = 'x'})",
        "hbf.series: option 'nu' must be a number or string such as \"1/3\", but 'x' is no fraction"
      ),
      (
        "hbf.series(2, {nu = 1/0})",
        "hbf.series: option 'nu' must be a number or string such as \"1/3\", but it is not finite"
      ),
      (
        "hbf.series(2):coefficient('[[]')",
        "series:coefficient: argument 'tree' must be a tree, as in \"[[][]]\", but '[[]' is no tree: the bracket at 1 is not closed"
      ),
      ("hbf.series(2):numerator(3)", "series:numerator: argument 'tree' must be a tree, as in \"[[][]]\", got 3"),
      (
        "hbf.series(2):power('[[][]]')",
        "series:power: argument 'tree' must have at most 2 nodes, as the series has, got [[][]] of 3"
      ),
      ("hbf.series(2):at()", "series:at: argument 'mu' is missing (a number in [0, 1))"),
      ("hbf.series(2):at(1)", "series:at: argument 'mu' must be a number in [0, 1), got 1"),
      ("hbf.coefficients{mu = 1, order = 2}", "hbf.coefficients: option 'mu' must be a number in [0, 1), got 1"),
      (
        "hbf.coefficients{mu = 0.5, order = 2, form = 'limits'}",
        "hbf.coefficients: option 'form' must be 'limit' or 'piecewise', got string 'limits' (did you mean 'limit'?)"
      ),
      (
        "hbf.coefficients{mu = 0.5, order = 2, form = 'limit', k = 3}",
        "hbf.coefficients: option 'k' is for form 'piecewise', got 3 with form 'limit'"
      ),
      (
        "hbf.coefficients{mu = 0.5, order = 2, form = 'piecewise'}",
        "hbf.coefficients: option 'k' is missing (the step, for form 'piecewise')"
      ),
      ("hbf.coefficients{mu = 0.5, order = 2, k = -1}", "hbf.coefficients: option 'k' must be an integer >= 0, got -1"),
      ("hbf.matched_start{mu = -0.1, order = 2}", "hbf.matched_start: option 'mu' must be a number in [0, 1), got -0.1"),
    ])
  func errors(_ expression: String, _ message: String) throws {
    #expect(try failure(expression) == message)
  }

  @Test func `refuses an order that would not fit in memory, saying what it takes and what fits`() throws {
    let message = try failure("hbf.series(21)")
    #expect(message.hasPrefix("hbf.series: n = 21 would take "), "\(message)")
    #expect(message.contains(" are free: n = 1"), "\(message)")
    #expect(message.hasSuffix(" fits"))
  }

  @Test func `stops when interrupted`() throws {
    lua.interrupt.flag.store(true, ordering: .relaxed)
    defer { lua.interrupt.clear() }
    #expect(try failure("hbf.series(6)") == "interrupted!")
    #expect(try failure("hbf.coefficients{mu = 0.9, order = 4, k = 1000}") == "interrupted!")
    #expect(try failure("hbf.matched_start{mu = 0.9, order = 4}") == "interrupted!")
  }

  @Test func `every example is true`() throws {
    let members = SeriesObject.luaClass.methods
    for function in seriesFunctions + members {
      let example = try #require(function.example, "\(function.name)")
      let parts = example.split(separator: "  --> ")
      let found = try value("tostring(\(parts[0]))").text
      #expect(found == parts[1].description, "\(example)")
    }
  }
}
