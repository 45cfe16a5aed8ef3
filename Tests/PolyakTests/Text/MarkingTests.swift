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
      ("f: unknown option 'etaa'", "f{eta = 1, etaa = 2}", "           ^~~~"), ("no such thing: 'a b'", "f('a b')", "  ^~~~~"),
      ("attempt to index a nil value (global 'x')", "'日本' .. x.y", "          ^"),
      ("attempt to index a nil value (global 'x')", "\tx.y", "\t^"),
      ("plot: expected numbers", "a = plot()", "    ^~~~"), ("losses.product: something", "losses.product{}", "       ^~~~~~~"),
    ])
  func runtime(_ message: String, _ line: String, _ marks: String) {
    #expect(Marking.marks(for: message, in: line, isSyntax: false) == marks)
  }

  @Test(
    "of syntax stand where the parser stopped",
    arguments: [
      ("unexpected symbol near '='", "x = = 2", "    ^"), ("'end' expected near <eof>", "if x then", "         ^"),
      ("unfinished string near ''abc'", "x = 'abc", "    ^~~~"), ("unexpected symbol near '<\\195>'", "é = 1", "^"),
      ("attempt to assign to const variable 'k'", "print(k) k = 2", "         ^"),
    ])
  func syntax(_ message: String, _ line: String, _ marks: String) {
    #expect(Marking.marks(for: message, in: line, isSyntax: true) == marks)
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
    #expect(Marking.marks(for: "something", fault: fault, in: line, isSyntax: false) == marks)
  }
}
