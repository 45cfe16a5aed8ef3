import LuaKit
import LuaPrompt
import Testing

@Suite("Values as a prompt shows them") struct ValuePrinterTests {
  private func shown(_ expression: String, width: Int = 60, _ change: (inout ValuePrinter) -> Void = { _ in }) throws -> String {
    let lua = LuaState()
    var printer = ValuePrinter(width: width)
    printer.style = .short
    change(&printer)
    return printer.text(of: try lua.run("return " + expression, name: "=input").first ?? .nil, in: lua)
  }

  @Test(
    "atoms",
    arguments: [
      ("nil", "nil"), ("true", "true"), ("42", "42"), ("6.0", "6.0"), ("-0.0", "-0.0"), ("0.1 + 0.2", "0.3"),
      ("1e100", "1e+100"), ("2^53", "9.0072e+15"), ("0/0", "nan"), ("-1/0", "-inf"), ("'a\\nb'", "a\nb"),
      ("print", "function print"), ("string.rep", "function string.rep"),
      ("function(a, b, ...) end", "function(a, b, ...)  input, line 1"),
      ("setmetatable({}, {__tostring = function() return 'mine' end})", "mine"),
    ])
  func atoms(_ expression: String, _ expected: String) throws { #expect(try shown(expression) == expected) }

  @Test(
    "tables in a line where they fit",
    arguments: [
      ("{['\\xff'] = 'a\\xe9\\\\', ['\\xfe'] = 'µ'}", "{[\"\\xFE\"] = \"µ\", [\"\\xFF\"] = \"a\\xE9\\\\\"}"),
      ("{}", "{}"), ("{1, 2.5, 'x', {true}}", "{1, 2.5, \"x\", {true}}"),
      (
        "{b = 1, a = {c = 2}, ['not a name'] = 3, [10] = 4, [true] = 5}",
        "{a = {c = 2}, b = 1, [\"not a name\"] = 3, [10] = 4, [true] = 5}"
      ),
      ("{'tab\\t\"q\"\\1'}", "{\"tab\\t\\\"q\\\"\\001\"}"),
      ("{{{{{1}}}}}", "{{{{{...}}}}}"), ("{{{{{}}}}}", "{{{{{}}}}}"),
      ("setmetatable({x = 1}, {__name = 'Point'})", "Point {x = 1}"),
      ("{1, nil, 3}", "{1, nil, 3}"),
      ("{['end'] = 1, _x = 2}", "{_x = 2, [\"end\"] = 1}"),
    ])
  func tables(_ expression: String, _ expected: String) throws { #expect(try shown(expression, width: 80) == expected) }

  @Test("a table that contains itself ends there") func cycles() throws {
    let cyclic = "(function() local t = {1} t.self = t t.sub = {up = t} t.sub.me = t.sub return t end)()"
    #expect(
      try shown(cyclic, width: 120)
        == "{1, self = <cycle to the whole>, sub = {me = <cycle to level 2>, up = <cycle to the whole>}}")
  }

  @Test("a table twice in another is shown twice: that is no cycle") func sharing() throws {
    #expect(try shown("(function() local s = {1} return {s, s} end)()") == "{{1}, {1}}")
  }

  @Test("long tables are broken, fields aligned") func fields() throws {
    #expect(
      try shown("{short = 'aaaaaaaaaaaaaaaaaaaa', longer = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbb', x = 1}", width: 40) == """
        {
          longer = "bbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          short  = "aaaaaaaaaaaaaaaaaaaa",
          x      = 1,
        }
        """)
  }

  @Test("numbers stand in columns") func columns() throws {
    #expect(
      try shown("(function() local t = {} for i = 1, 9 do t[i] = i^4 / 8 end return t end)()", width: 40) == """
        {
            0.125,     2.0,  10.125,    32.0,
           78.125,   162.0, 300.125,   512.0,
          820.125,
        }
        """)
  }

  @Test("records stand below each other") func records() throws {
    #expect(
      try shown("{{eta = 0.1, loss = 3.25}, {eta = 0.01, loss = 12}, {eta = 5, loss = 'none'}}", width: 40) == """
        {
          {eta =  0.1, loss =   3.25},
          {eta = 0.01, loss =     12},
          {eta =    5, loss = "none"},
        }
        """)
  }

  @Test("nothing prints a million numbers") func limits() throws {
    let million = "(function() local t = {} for i = 1, 1000000 do t[i] = i end return t end)()"
    let text = try shown(million)
    #expect(text.hasSuffix("\n  ... 999940 more,\n}") && text.count < 1000, "\(text)")
    let fields = try shown("(function() local t = {} for i = 1, 1000 do t['k' .. i] = i end return t end)()")
    #expect(fields.hasSuffix("... 940 more fields,\n}"), "\(fields)")
    let characters = try shown("('x'):rep(1000000)")
    #expect(characters.hasSuffix("x\n... (1000000 characters; print(_) shows all)") && characters.count < 9000)
    #expect(try shown("{('x'):rep(1000)}", width: 200) == "{\"" + String(repeating: "x", count: 80) + "\"...}")
    let nested = "(function() local t = {} for i = 1, 60 do t[i] = {} for j = 1, 60 do t[i][j] = {j, j} end end return t end)()"
    #expect(try shown(nested).count < 9000)
  }

  @Test(
    "a text's control characters do not reach the terminal, its lines and tabs do",
    arguments: [
      (#"'a\27[31mb\0'"#, #"a\027[31mb\000"#), (#"'a\tb\nc\r'"#, "a\tb\nc\\013"), (#"'\u{9B}31m\u{E9}\127'"#, #"\u{9B}31mé\127"#),
      (#"{'\27', '\u{9B}'}"#, #"{"\027", "\u{9B}"}"#),
    ])
  func controls(_ source: String, _ expected: String) throws { #expect(try shown(source) == expected) }

  @Test(
    "of a long text the first 200 lines",
    arguments: [
      ("('x\\n'):rep(200)", String(repeating: "x\n", count: 200)),
      ("('x\\n'):rep(201)", String(repeating: "x\n", count: 200) + "... (201 lines; print(_) shows all)"),
      ("('\\n'):rep(400) .. 'x'", String(repeating: "\n", count: 200) + "... (401 lines; print(_) shows all)"),
    ])
  func lines(_ source: String, _ expected: String) throws { #expect(try shown(source) == expected) }

  @Test("an error in __tostring is shown, and does not leave") func failure() throws {
    let text = try shown("setmetatable({}, {__tostring = function() error('no', 0) end})")
    #expect(text == "table (error in its __tostring: no)")
  }

  @Test("no other metamethod runs") func silence() throws {
    let trap =
      "setmetatable({1, a = 2}, {__index = function() error('read') end, __len = function() error('len') end,"
      + " __pairs = function() error('pairs') end, __eq = function() error('eq') end})"
    #expect(try shown(trap) == "{1, a = 2}")
  }

  @Test(
    "long style: as many digits as tell a number from every other",
    arguments: [
      ("0.1", "0.1"), ("0.1 + 0.2", "0.30000000000000004"), ("1/3", "0.3333333333333333"), ("1e23", "1e+23"), ("2.0", "2.0"),
      ("5e-324", "4.94065645841247e-324"), ("123456789.125", "123456789.125"), ("math.pi", "3.141592653589793"),
    ])
  func long(_ expression: String, _ expected: String) throws {
    let text = try shown(expression) { $0.style = .long }
    #expect(text == expected)
    #expect(Double(text) == (try LuaState().run("return " + expression).first?.number))
  }
}
