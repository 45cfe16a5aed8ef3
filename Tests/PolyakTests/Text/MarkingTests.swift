import LuaKit
import Testing

@testable import PolyakConsole

@Suite("Marks under a line") struct MarkingTests {
  @Test(
    "stand where the message points to",
    arguments: [
      ("attempt to index a nil value (global 'x')", "y = x.z + x", "    ^"),
      ("attempt to call a nil value (field 'g')", "f.g(g)", "  ^"),
      ("attempt to call a nil value (global 'f')", "x = f + f(1)", "        ^"),
      ("attempt to call a nil value (method 'go')", "go:go()", "   ^~"),
      ("attempt to index a nil value (local 'é')", "é.x", ""), ("nothing of the kind", "x = 1", ""),
      ("attempt to index a nil value (field 'x')", "a.x.y + b.x.y", ""),
      ("attempt to call a nil value (field 'x')", "a.x + b.x()", "        ^"),
      ("bad argument #1 to 'floor' (number expected, got string)", "math.floor('a')", "     ^~~~~"),
      ("bad argument #1 to 'floor' (number expected, got string)", "floor = math.floor('a') + math.floor(x)", ""),
      ("module 'a.b' not found:", "b = require 'a.b'", "            ^~~~~"),
      ("bad value of 'y', not 'x'", "x = 1; y = 2; error(\"bad value of 'y', not 'x'\")", ""),
      ("unknown 'a'", "name = 'a'; error(m)", ""),
      ("attempt to index a nil value (global 'x')", "'日本' .. x.y", "          ^"),
      ("attempt to index a nil value (global 'x')", "\tx.y", "\t^"),
      ("plot: expected numbers", "a = plot()", ""),
    ])
  func runtime(_ message: String, _ line: String, _ marks: String) {
    #expect(self.marks(message, nil, line) == marks)
  }

  @Test(
    "of syntax stand where the parser stopped",
    arguments: [
      ("unexpected symbol near '='", "x = = 2", "    ^"), ("'end' expected near <eof>", "if x then", "         ^"),
      ("unfinished string near ''abc'", "x = 'abc", "    ^~~~"), ("unexpected symbol near '<\\195>'", "é = 1", "^"),
      ("attempt to assign to const variable 'k'", "print(k) k = 2", "         ^"),
    ])
  func syntax(_ message: String, _ line: String, _ marks: String) {
    #expect(self.marks(message, nil, line, isSyntax: true) == marks)
  }

  @Test(
    "of a fault stand at its argument, or at its option, key by key",
    arguments: [
      ("f", ["x"], 1, "f(1, 2)", "  ^"), ("f", ["y"], 2, "f(1, g(2, 3))", "     ^~~~~~~"), ("f", ["x"], 1, "g(f(1), f)", "    ^"),
      ("m.f", ["a"], nil, "m.f(1, {a = 2})", "            ^"),
      ("m.f", ["a", "b"], nil, "m.f{a = {b = 'x'}, b = 1}", "             ^~~"),
      ("o:f", ["x"], 1, "o:f(5)", "    ^"), ("o:f", ["x"], 1, "o.f(o, 5)", "       ^"), ("f", ["x"], 1, "f'text'", " ^~~~~~"),
      ("f", [], nil, "a = f()", "    ^"), ("f", ["x"], 3, "f(1)", ""), ("f", ["z"], nil, "f{a = 1}", ""),
      ("f", ["x"], 1, "g(1)", ""),
    ] as [(String, [String], Int?, String, String)])
  func fault(_ function: String, _ path: [String], _ position: Int?, _ line: String, _ marks: String) {
    let fault = Fault(function: function, path: path, position: position)
    #expect(self.marks("something", fault, line) == marks)
  }

  @Test(
    "of a fault stand at the one call that can be meant, or nowhere",
    arguments: [
      // Literals that are not what came.
      ("f", ["x"], 1, "got 1.8", "f(0.1) for i = 1, 2 do f(0.9 * i) end", "                         ^~~~~~~"),
      ("f", ["x"], 1, "got 1.7", "x, y = g(f(0.5)), f(g(1.7))", "                    ^~~~~~"),
      ("f", ["x"], 1, "got 1.7", "f(x) f(1.7)", ""),
      ("f", ["x"], 1, "got 1.7", "f(x) f(y)", ""), ("f", ["x"], 1, "got string 'b'", "f'a' f('b') f{}", "       ^~~"),
      ("f", ["x"], 1, "got nil", "f(true) f(nil) f('nil') f{} f(function() end)", "          ^~~"),
      ("f", ["x"], 1, "got table", "f(1) f({}) f'table'", "       ^~"),
      ("f", ["x"], 1, "got function", "f({}) f(function() end)", "        ^~~~~~~~~~~~~~"),
      ("f", ["x"], 1, "got -2", "f(2) f(-2)", "       ^~"),
      ("f", ["x"], 1, "got 1.7", "f(1.6)", ""), ("f", ["x"], 1, "got 99.1235", "f(99.123456)", "  ^~~~~~~~~"),
      ("f", ["x"], 1, "must have 2 elements, got 3", "f({1, 2, 3})", "  ^~~~~~~~~"),
      // Too few arguments, another key.
      ("o:run", ["n"], 2, "got 2.5", "a:run(1, 3) b:run(1, g(2.5))", "                     ^~~~~~"),
      ("o:run", ["n"], 2, "got 2.5", "a:run(1) b:run(1, n)", "                  ^"),
      ("o:run", ["n"], 2, "got 2.5", "a:run(g()) b:run(1, n)", ""),
      ("f", ["a"], nil, "got 3", "f{b = 1} f{a = x} f{c = a}", "               ^"),
      ("f", ["a"], nil, "got 3", "f{a = 1, [k] = 2} f{a = x}", "                        ^"),
      ("f", ["a"], nil, "got 3", "f{[k] = 2} f{a = x}", ""), ("f", ["a"], nil, "got 3", "f{b = 1, a = 3} f(o)", ""),
      // Into what is written elsewhere nobody sees; the mark is at what holds it.
      ("f", ["a"], nil, "got 3", "f(1, o)", "     ^"), ("f", ["y", "2"], 1, "got nil", "f(y)", "  ^"),
      ("f", ["y", "2"], 1, "got nil", "f({1, x})", "      ^"),
      ("f", ["y", "2", "1"], 1, "got nil", "f({{1}, {x}})", "         ^"),
      ("f", ["a", "b"], nil, "got 3", "f{a = o}", "      ^"),
      // The call as a whole.
      ("f", [], nil, "", "f(1) f(2)", ""), ("f", [], nil, "", "g(f(1))", "  ^"), ("f", [], nil, "", "function f(x) end", ""),
      // Names that are another's.
      ("my.f", ["x"], 1, "", "your.f(x) my.f(y)", "               ^"),
      ("my.f", ["x"], 1, "", "local your = my your.f(x) my.f(y)", ""),
      ("my.f", ["x"], 1, "", "h.f(x) my.f(y)", ""), ("my.f", ["x"], 1, "", "my['f'](x)", "        ^"),
    ] as [(String, [String], Int?, String, String, String)])
  func one(_ function: String, _ path: [String], _ position: Int?, _ got: String, _ line: String, _ marks: String) {
    let fault = Fault(function: function, path: path, position: position)
    let known = ["your.f": false, "my.f": true]
    #expect(self.marks("f: argument 'x' is wrong, \(got)", fault, line) { known[$0] } == marks)
  }

  @Test(
    "of a fault go by the name that the call has",
    arguments: [
      ("my.f", "h", "h(x) my.f(y)", "  ^"), ("my.f", "", "my.f(y)", ""), ("o", "v", "v(x) o(y)", "  ^"),
    ])
  func callee(_ function: String, _ name: String, _ line: String, _ marks: String) {
    let fault = Fault(function: function, path: ["x"], position: 1, callee: name)
    #expect(self.marks("something", fault, line) == marks)
  }

  @Test(
    "of an operator stand at it, where there is one",
    arguments: [
      ("V +", [], "v + w", "  ^"), ("V +", [], "v + w + u", ""), ("V -", [], "v - -w", "  ^"),
      ("V unary -", [], "v - -w", "    ^"),
      ("V ..", [], "v[1] .. 'a'", "     ^~"), ("V <", [], "if v > 0 then", "     ^"), ("V ==", [], "a ~= b", "  ^~"),
      ("V #", [], "v = #v", "    ^"),
      ("V []", ["9"], "v[9] = 1", "  ^"), ("V []", ["9"], "v[8], v[9] = 1, 2", "        ^"), ("V []", ["9"], "v[i] = v[9]", ""),
      ("V []", ["x"], "v.x = v.y", "  ^"), ("V []", ["x"], "v.x = v.x", ""), ("V []", ["x"], "v['x'] = a[i]", "  ^~~"),
    ])
  func operators(_ function: String, _ path: [String], _ line: String, _ marks: String) {
    #expect(self.marks("something", Fault(function: function, path: path), line) == marks)
  }

  @Test(
    "of a fault are sought in all lines of the call",
    arguments: [
      ("f(1,\n  x)", 1, "x"), ("g()\nf(\n1,\n  {\n  x})\nf(1, 2)", 2, "{\n  x}"), ("f(1, 2)\nf(1, x)", 2, "x"),
      ("a\n:f(\n1, x)", 1, "x"),
      ("a\n:f(\n1, x)", 2, "x"), ("a\n:f(\n1, x)", 3, nil), ("--[[\n]] f(1, --f(2)\n x)", 2, "x"),
    ])
  func lines(_ source: String, _ line: Int, _ marked: String?) {
    let bytes = Array(source.utf8)
    let fault = Fault(function: source.contains(":") ? "o:f" : "f", path: ["x"], position: 2)
    let place = Marking.place(of: "something", fault, in: bytes, line: line, isSyntax: false)
    #expect(place.map { String(decoding: bytes[$0], as: UTF8.self) } == marked)
  }

  private func marks(
    _ message: String, _ fault: Fault?, _ line: String, isSyntax: Bool = false,
    isFaulty: @escaping FaultPlace.Naming = { _ in nil }
  ) -> String {
    let bytes = Array(line.utf8)
    let place = Marking.place(of: message, fault, in: bytes, line: 1, isSyntax: isSyntax, isFaulty: isFaulty)
    return place.map { Marking.marks($0, in: bytes) } ?? ""
  }
}
