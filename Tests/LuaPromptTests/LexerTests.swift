import LuaKit
import LuaPrompt
import Testing

@Suite("Tokens of Lua") struct LexerTests {
  /// Each token in its kind's brackets.
  private func tokens(_ source: String) -> String {
    let bytes = Array(source.utf8)
    return Lexer(bytes).map { token in
      let text = token.text(in: bytes)
      let mark: String =
        switch token.kind {
        case .name: "n"
        case .keyword: "k"
        case .number: "#"
        case .symbol: ""
        case .string: "s"
        case .comment: "c"
        case .stray: "!"
        }
      return mark.isEmpty ? text : "\(mark)\(token.isFinished ? "" : "?")<\(text)>"
    }.joined(separator: " ")
  }

  @Test(
    "are told apart",
    arguments: [
      ("local x = 1", "k<local> n<x> = #<1>"),
      ("a.b:c[1](2)", "n<a> . n<b> : n<c> [ #<1> ] ( #<2> )"),
      ("0x1p-3+1e+5-.5 3..2", "#<0x1p-3> + #<1e+5> - #<.5> #<3..2>"),
      ("a...b", "n<a> ... n<b>"),
      ("a//b==c~=d<<e>>f::g::", "n<a> // n<b> == n<c> ~= n<d> << n<e> >> n<f> :: n<g> ::"),
      ("'a\\'b' \"c\"", "s<'a\\'b'> s<\"c\">"),
      ("'a\\\nb'", "s<'a\\\nb'>"),
      ("'a\\\r\nb' x", "s<'a\\\r\nb'> n<x>"),
      ("'a\\\n\rb' x", "s<'a\\\n\rb'> n<x>"),
      ("'a\\\n\nb' x", "s?<'a\\\n> n<b> s?<' x>"),
      ("'open\rx", "s?<'open> n<x>"),
      ("a -- b\rc", "n<a> c<-- b> n<c>"),
      ("'a\\z  \n  b' x", "s<'a\\z  \n  b'> n<x>"),
      ("'open\nx", "s?<'open> n<x>"),
      ("[[a]] [==[b]]c]==] d", "s<[[a]]> s<[==[b]]c]==]> n<d>"),
      ("[=[ never ]]", "s?<[=[ never ]]>"),
      ("a -- b\nc --[[d\ne]] f --[[g", "n<a> c<-- b> n<c> c<--[[d\ne]]> n<f> c?<--[[g>"),
      ("t[1]", "n<t> [ #<1> ]"),
      ("x = ? é", "n<x> = !<?> !<\u{FFFD}> !<\u{FFFD}>"),
      ("", ""),
    ])
  func kinds(_ source: String, _ expected: String) { #expect(tokens(source) == expected) }
}

@Suite("Local declarations of a chunk") struct LocalDeclarationTests {
  /// The declarations as they stand in the source, each with its variables.
  private func found(_ source: String) -> [String] {
    let bytes = Array(source.utf8)
    return LocalDeclaration.all(in: bytes).map { declaration in
      let names = declaration.variables.map { $0.name + ($0.attribute.map { " <\($0)>" } ?? "") }
      return "\(names.joined(separator: ", ")): \(String(decoding: bytes[declaration.range], as: UTF8.self))"
    }
  }

  @Test(
    "end where the next statement begins",
    arguments: [
      ("local x = 1", ["x: local x = 1"]),
      ("local x", ["x: local x"]),
      ("local x y = 2", ["x: local x"]),
      (
        "local a, b <const>, c <close> = f(1), {2, 3}\nprint(a)",
        ["a, b <const>, c <close>: local a, b <const>, c <close> = f(1), {2, 3}"]
      ),
      ("local x = a.b:c(1)[2]{3}'four' y = 5", ["x: local x = a.b:c(1)[2]{3}'four'"]),
      ("local x = -a ^ -b .. not c y()", ["x: local x = -a ^ -b .. not c"]),
      (
        "local f = function(a) local b = a return b end local g = 2",
        ["f: local f = function(a) local b = a return b end", "g: local g = 2"]
      ),
      ("local function f(a) if a then local z = 1 end end x = 1", ["f: local function f(a) if a then local z = 1 end end"]),
      ("do local x = 1 end for i = 1, 2 do local y = i end while false do local z end repeat local w until w", []),
      ("if a then local x = 1 elseif b then local y else local z end local last = 1", ["last: local last = 1"]),
      ("x = function() local inner = 1 end local outer = 2", ["outer: local outer = 2"]),
      ("local s = [[local t = 1]] -- local u\nlocal v = 2", ["s: local s = [[local t = 1]]", "v: local v = 2"]),
      ("local x = 1; local y = 2;", ["x: local x = 1", "y: local y = 2"]),
      ("local x = a\n(f or g)(1)", ["x: local x = a\n(f or g)(1)"]),
      ("local x = a < b and c > d local y", ["x: local x = a < b and c > d", "y: local y"]),
      ("local x = ... local y = #t & 3 ~ 1 >> 2", ["x: local x = ...", "y: local y = #t & 3 ~ 1 >> 2"]),
      ("local", []),
      ("local x =", ["x: local x ="]),
    ])
  func ends(_ source: String, _ expected: [String]) { #expect(found(source) == expected) }

  @Test("with a call behind each, a chunk still does what it did") func insertion() throws {
    let lua = LuaState()
    let source = """
      local a, b = 1, (function() local c = 2 return c end)()
      local function f(x) local y = x * 2 return y end
      local t <const> = {f(a), f(b), [[local z = 1]]}
      for i, v in ipairs(t) do local w = v end
      return #t, f(b)
      """
    var code = Array(source.utf8)
    for declaration in LocalDeclaration.all(in: code).reversed() {
      code.insert(contentsOf: Array(";seen = (seen or 0) + 1;".utf8), at: declaration.range.upperBound)
    }
    #expect(try lua.load(bytes: code, name: "=x").call().map(\.integer) == [3, 4])
    #expect(lua.globals["seen"].integer == 3)
  }
}
