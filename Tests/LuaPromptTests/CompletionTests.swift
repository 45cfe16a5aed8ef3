import LuaKit
import LuaPrompt
import Testing

@Suite("Completion") struct CompletionTests {
  final class Box: LuaObject {
    var reads = 0
    static var luaClass: ClassDeclaration {
      ClassDeclaration(
        Box.self, "Box", "Holds a number.",
        [
          .method("open", "Opens it.", [how], returns: .object(Box.self)) { box, _ in box },
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

  private static let how = Parameter("how", .string(oneOf: "gently", "by force")).optional
  private static let size = Parameter("size", .number)
  private static let kind = Parameter("kind", .string(oneOf: "wood", "wire")).optional
  private static let label = Parameter("label", .string, default: "")
  private static let lock = Parameter("lock", .string(oneOf: "bolt", "key")), color = Parameter("color", .string).optional
  private static let lid = Parameter(
    "lid", ParameterType.boolean.or(.fields([lock, color], others: .options(color) { _ in true }) { _ in true })
  ).optional
  private static let box = Parameter("box", .object(Box.self)), to = Parameter("to", .string)
  private static let fast = Parameter("fast", .boolean, default: false)

  static let module = Module(
    "boxes", "Boxes.",
    functions: [
      Function(
        "make", "A box.", options: [size, kind, label, lid], returns: .object(Box.self)
      ) { _ in Box() },
      Function("send", "Sends one.", [box, to], options: [fast]) { _ in },
    ],
    constants: [.init("largest", 9, "the largest size")], classes: [Box.self])

  let lua = LuaState()

  init() throws { try lua.register(Self.module) }

  private func candidates(_ source: String) -> [String] { Completer(lua).completion(of: Array(source.utf8)).candidates }
  private func signature(_ source: String) -> String? { Completer(lua).completion(of: Array(source.utf8)).signature }

  @Test(
    "of names",
    arguments: [
      ("boxes.", ["largest", "make", "send"]), ("boxes.m", ["make"]), ("boxes.q", []), ("box", ["boxes"]),
      ("local x = boxes.s", ["send"]), ("fun", ["function"]), ("string.up", ["upper"]), ("('x'):up", ["upper"]),
      ("boxes.make{size = 1}:", ["open", "weigh"]), ("boxes.make{size = 1}.", ["inner", "open", "weigh", "weight"]),
      ("boxes.make{}:open():we", ["weigh"]), ("boxes.make{}.inner.inner:o", ["open"]), ("(boxes.make{}):o", ["open"]),
      ("b = boxes.make{}\nb.", []), ("1 + boxes.", ["largest", "make", "send"]), ("nosuch.x", []),
      ("'unfinished' .. boxes.l", ["largest"]),
      ("-- boxes.", []), ("--[[ boxes.", []), ("io.stdout:wr", ["write"]), ("x = 12", []), ("_G.box", ["boxes"]),
      ("goto ", []), ("goto bo", []), ("é", []), ("éb", []), ("boxes.make{}", []), ("f(1)", []), ("x = 'text'", []),
    ])
  func names(_ source: String, _ expected: [String]) { #expect(candidates(source) == expected) }

  @Test(
    "of options and their values",
    arguments: [
      ("boxes.make{", ["kind", "label", "lid", "size"]), ("boxes.make{s", ["size"]),
      ("boxes.make{size = 1, ", ["kind", "label", "lid"]),
      ("boxes.make{size = f(1, 2), k", ["kind"]), ("boxes.make{kind = \"", ["wire", "wood"]), ("boxes.make{kind = 'wo", ["wood"]),
      ("boxes.make({", ["kind", "label", "lid", "size"]), ("boxes.send(b, 'me', {", ["fast"]),
      ("boxes.send(b, {1, 2}, {f", ["fast"]),
      // A call whose table stands in another one.
      ("boxes.make{label = boxes.make{s", ["size"]), ("boxes.make{1, boxes.make{kind = 'wi", ["wire"]),
      ("boxes.make{lid = {lock = boxes.make{l", ["label", "lid"]), ("x = {boxes.make{s", ["size"]),
      ("boxes.make{}:open(\"", ["by force", "gently"]), ("boxes.make{}:open'g", ["gently"]),
      ("boxes.make{\n  size = 1,\n  ki", ["kind"]), ("boxes.make{size = bo", ["boxes"]), ("boxes.make{size = {", []),
      ("boxes.make{lid = {", ["color", "lock"]), ("boxes.make{size = 1, lid = {color = 'red', ", ["lock"]),
      ("boxes.make{kind = ", ["\"wire\"", "\"wood\""]), ("boxes.make{lid = {lock = ", ["\"bolt\"", "\"key\""]),
      ("boxes.make{kind = 'wood', label = ", []),
      ("boxes.make{lid = {lock = \"", ["bolt", "key"]), ("boxes.make{lid = {mine = {", ["color"]),
      ("boxes.make{lid = {lock = {", []), ("boxes.make{lid = {color = 'red'}, k", ["kind"]),
    ])
  func options(_ source: String, _ expected: [String]) { #expect(candidates(source) == expected) }

  @Test(
    "shows the call's signature",
    arguments: [
      ("boxes.make{", "boxes.make{size, [kind], label = \"\", [lid]}"), ("boxes.send(", "boxes.send(box, to, {fast = false})"),
      ("boxes.send(b, ", "boxes.send(box, to, {fast = false})"), ("boxes.make", "boxes.make{size, [kind], label = \"\", [lid]}"),
      ("boxes.make{}:open(", "box:open([how])"),
    ])
  func signatures(_ source: String, _ expected: String) { #expect(signature(source) == expected) }

  @Test("puts behind an option its sign, behind a value its quote") func endings() {
    #expect(
      Completer(lua).completion(of: Array("boxes.make{si".utf8))
        == {
          var completion = Completion(start: 11)
          completion.candidates = ["size"]
          completion.ending = " = "
          completion.signature = "boxes.make{size, [kind], label = \"\", [lid]}"
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

  @Test(
    "knows a table's keys inside the brackets of an index",
    arguments: [
      ("boxes['la", ["largest"]), ("boxes[\"", ["largest", "make", "send"]), ("boxes.make{}['we", ["weigh", "weight"]),
      ("words['", ["plain", "two words"]), ("nosuch['", []), ("words['two words']['", []),
    ])
  func keys(_ source: String, _ expected: [String]) throws {
    try lua.run("words = {plain = 1, ['two words'] = 2, ['it\\'s'] = 3, ['a\\nb'] = 4, [1] = 5}")
    let completion = Completer(lua).completion(of: Array(source.utf8))
    #expect(completion.candidates == expected)
    #expect(!completion.isFileName)
    #expect(completion.ending == String(source.last(where: "'\"".contains)!) + "]")
  }

  @Test("reads values of locals before globals") func locals() {
    let completer = Completer(lua, localNames: ["bolt"]) { $0 == "bolt" ? .object(Box()) : nil }
    #expect(completer.completion(of: Array("bol".utf8)).candidates == ["bolt"])
    #expect(completer.completion(of: Array("bolt:w".utf8)).candidates == ["weigh"])
  }

  @Test("runs nothing: no getter, no metamethod, no function") func silence() throws {
    let box = Box()
    lua.globals["b"] = .object(box)
    try lua.run(
      """
      calls = 0
      local function count() calls = calls + 1 return {} end
      lazy = setmetatable({known = 1}, {__index = count, __pairs = count, __len = count, __call = count})
      function f() calls = calls + 1 return lazy end
      """)
    for source in [
      "b.inner.", "b.inner:op", "b.weight.x", "lazy.kn", "lazy.other.", "lazy.other.x", "f().", "f(", "lazy(", "lazy{", "#lazy.",
    ] {
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
