import LuaKit
import Testing

@Suite("Completion") struct CompletionTests {
  final class Box: LuaObject {
    var reads = 0
    static var luaClass: ClassDeclaration {
      ClassDeclaration(Box.self, "Box", "Holds a number.", [
        .method("open", "Opens it.", .optional("how", .string(oneOf: "gently", "by force")), returns: .object(Box.self)) { box, _ in box },
        .method("weigh", "Its weight.", returns: .number) { _, _ in 1.0 },
        .property("weight", "in kg", .number) { box in
          box.reads += 1
          return 1.0
        },
        .property("inner", "the box inside", .object(Box.self)) { box in
          box.reads += 1
          return box
        },
      ])
    }
  }

  static let module = Module(
    "boxes", "Boxes.",
    functions: [
      Function(
        "make", "A box.", .option("size", .number), .option("kind", .string(oneOf: "wood", "wire"), default: nil),
        .option("label", .string, default: ""), returns: .object(Box.self)
      ) { _ in Box() },
      Function("send", "Sends one.", .positional("box", .object(Box.self)), .positional("to", .string), .option("fast", .boolean, default: false)) { _ in },
    ],
    constants: [.init("largest", 9, "the largest size")], classes: [Box.self])

  let lua = LuaState()

  init() throws { try lua.register(Self.module) }

  private func candidates(_ source: String) -> [String] { Completer(lua).completion(of: Array(source.utf8)).candidates }
  private func signature(_ source: String) -> String? { Completer(lua).completion(of: Array(source.utf8)).signature }

  @Test("of names", arguments: [
    ("boxes.", ["largest", "make", "send"]), ("boxes.m", ["make"]), ("boxes.q", []), ("box", ["boxes"]),
    ("local x = boxes.s", ["send"]), ("fun", ["function"]), ("string.up", ["upper"]), ("('x'):up", ["upper"]),
    ("boxes.make{size = 1}:", ["open", "weigh"]), ("boxes.make{size = 1}.", ["inner", "open", "weigh", "weight"]),
    ("boxes.make{}:open():we", ["weigh"]), ("boxes.make{}.inner.inner:o", ["open"]), ("(boxes.make{}):o", ["open"]),
    ("b = boxes.make{}\nb.", []), ("1 + boxes.", ["largest", "make", "send"]), ("nosuch.x", []), ("'unfinished' .. boxes.l", ["largest"]),
    ("-- boxes.", []), ("--[[ boxes.", []), ("io.stdout:wr", ["write"]), ("x = 12", []), ("_G.box", ["boxes"]),
    ("goto ", []), ("goto bo", []), ("é", []), ("éb", []), ("boxes.make{}", []), ("f(1)", []), ("x = 'text'", []),
  ])
  func names(_ source: String, _ expected: [String]) { #expect(candidates(source) == expected) }

  @Test("of options and their values", arguments: [
    ("boxes.make{", ["kind", "label", "size"]), ("boxes.make{s", ["size"]), ("boxes.make{size = 1, ", ["kind", "label"]),
    ("boxes.make{size = f(1, 2), k", ["kind"]), ("boxes.make{kind = \"", ["wire", "wood"]), ("boxes.make{kind = 'wo", ["wood"]),
    ("boxes.make({", ["kind", "label", "size"]), ("boxes.send(b, 'me', {", ["fast"]), ("boxes.send(b, {1, 2}, {f", ["fast"]),
    ("boxes.make{}:open(\"", ["by force", "gently"]), ("boxes.make{}:open'g", ["gently"]),
    ("boxes.make{\n  size = 1,\n  ki", ["kind"]), ("boxes.make{size = bo", ["boxes"]), ("boxes.make{size = {", []),
  ])
  func options(_ source: String, _ expected: [String]) { #expect(candidates(source) == expected) }

  @Test("shows the call's signature", arguments: [
    ("boxes.make{", "boxes.make{size, [kind], label = \"\"}"), ("boxes.send(", "boxes.send(box, to, {fast = false})"),
    ("boxes.send(b, ", "boxes.send(box, to, {fast = false})"), ("boxes.make", "boxes.make{size, [kind], label = \"\"}"),
    ("boxes.make{}:open(", "box:open([how])"),
  ])
  func signatures(_ source: String, _ expected: String) { #expect(signature(source) == expected) }

  @Test("puts behind an option its sign, behind a value its quote") func endings() {
    #expect(Completer(lua).completion(of: Array("boxes.make{si".utf8)) == {
      var completion = Completion(start: 11)
      completion.candidates = ["size"]
      completion.ending = " = "
      completion.signature = "boxes.make{size, [kind], label = \"\"}"
      return completion
    }())
    #expect(Completer(lua).completion(of: Array("boxes.make{kind = 'wi".utf8)).ending == "'")
  }

  @Test("knows modules inside require, and files in other strings") func strings() throws {
    try lua.run("package.preload['boxes.extra'] = function() end")
    #expect(candidates("require \"boxes.") == ["boxes.extra"])
    #expect(candidates("local b = require('boxe") == ["boxes", "boxes.extra"])
    #expect(Completer(lua).completion(of: Array("io.open('a".utf8)).isFileName)
  }

  @Test("knows a table's keys inside the brackets of an index", arguments: [
    ("boxes['la", ["largest"]), ("boxes[\"", ["largest", "make", "send"]), ("boxes.make{}['we", ["weigh", "weight"]),
    ("words['", ["plain", "two words"]), ("nosuch['", []), ("words['two words']['", []),
  ])
  func keys(_ source: String, _ expected: [String]) throws {
    try lua.run("words = {plain = 1, ['two words'] = 2, ['it\\'s'] = 3, ['a\\nb'] = 4, [1] = 5}")
    let completion = Completer(lua).completion(of: Array(source.utf8))
    #expect(completion.candidates == expected)
    #expect(!completion.isFileName)
    #expect(completion.ending == String(source.last { $0 == "'" || $0 == "\"" }!) + "]")
  }

  @Test("reads values of locals before globals") func locals() {
    let completer = Completer(lua, localNames: ["bolt"]) { $0 == "bolt" ? .object(Box()) : nil }
    #expect(completer.completion(of: Array("bol".utf8)).candidates == ["bolt"])
    #expect(completer.completion(of: Array("bolt:w".utf8)).candidates == ["weigh"])
  }

  @Test("runs nothing: no getter, no metamethod, no function") func silence() throws {
    let box = Box()
    lua.globals["b"] = .object(box)
    try lua.run("""
      calls = 0
      local function count() calls = calls + 1 return {} end
      lazy = setmetatable({known = 1}, {__index = count, __pairs = count, __len = count, __call = count})
      function f() calls = calls + 1 return lazy end
      """)
    for source in ["b.inner.", "b.inner:op", "b.weight.x", "lazy.kn", "lazy.other.", "lazy.other.x", "f().", "f(", "lazy(", "lazy{", "#lazy."] {
      _ = candidates(source)
    }
    #expect(candidates("lazy.kn") == ["known"])
    #expect(box.reads == 0)
    #expect(lua.globals["calls"].integer == 0)
  }

  @Test("never fails, whatever is typed") func robustness() {
    let alphabet = Array("ab.:({[\"'])},= \n-1;#?\\éλ".utf8)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<3000 {
      let source = (0..<Int.random(in: 0...24, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! }
      let completion = Completer(lua).completion(of: source)
      #expect(completion.start <= source.count)
    }
  }

  @Test("finds the names beside a misspelt one") func siblings() {
    #expect(Completer(lua).siblings(of: "mak", in: Array("x = boxes.mak{}".utf8)) == ["largest", "make", "send"])
    #expect(Completer(lua).siblings(of: "opn", in: Array("boxes.make{}:opn()".utf8)) == ["open", "weigh"])
    #expect(Completer(lua).siblings(of: "mak", in: Array("mak()".utf8)) == [])
  }
}
