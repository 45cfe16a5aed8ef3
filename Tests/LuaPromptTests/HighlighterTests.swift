import LuaKit
import LuaPrompt
import Testing

@Suite("Colours of Lua source") struct HighlighterTests {
  let lua = LuaState()

  init() throws {
    try lua.register(CompletionTests.module)
    try lua.load(
      """
      known = {inner = {deep = 1}, list = {1}}
      open = setmetatable({there = 1}, {__index = function() error "is not to be called" end})
      child = setmetatable({own = 1}, {__index = known})
      text = "text"
      """, name: "=test"
    ).call()
  }

  /// The parts with a colour, each as "role:text".
  private func parts(_ source: String, behind block: String = "") -> [String] {
    let bytes = Array((block + source).utf8)
    return Highlighter(Completer(lua)).spans(of: bytes, from: block.utf8.count).map { span in
      "\(span.role):" + String(decoding: bytes[span.range], as: UTF8.self)
    }
  }

  @Test(
    "tell what a part is",
    arguments: [
      ("local x = 12 -- why", ["keyword:local", "number:12", "comment:-- why"]),
      ("x = 'a' .. [[b]]", ["string:'a'", "string:[[b]]"]),
      ("0x1p4 1e-5 .5 3.", ["number:0x1p4", "number:1e-5", "number:.5", "number:3."]), ("", []), ("   ", []),
      ("local c <const>, d <close> = 1", ["keyword:local", "keyword:const", "keyword:close", "number:1"]),
      ("print('日本', \"é\")", ["string:'日本'", "string:\"é\""]), ("--[[ a\nb", ["comment:--[[ a\nb"]),
      ("[==[ not closed", ["string:[==[ not closed"]),
    ])
  func parts(_ source: String, _ expected: [String]) { #expect(parts(source) == expected, "\(source)") }

  @Test(
    "tell names that nothing has",
    arguments: [
      ("nosuch", ["nosuch"]), ("print(nosuch, print)", ["nosuch"]), ("known.inner.deep + known.nosuch", ["nosuch"]),
      ("known.inner.nosuch.more", ["nosuch"]), ("string.upper(string.uper)", ["uper"]), ("('x'):uper()", ["uper"]),
      ("text:rep(2) .. text:repp(2)", ["repp"]), ("boxes.make{}:open():opn()", ["opn"]), ("boxes.make{}.weight.x", []),
      ("child.own + child.inner + child.nosuch", ["nosuch"]), ("boxes.largest + boxes.smallest", ["smallest"]),
      // What an index that is a function gives is not known without calling it.
      ("open.there + open.elsewhere", []), ("f().x", ["f"]), ("known.list[1].x", []), ("_ENV.x", []),
      // Assigned to, or declared.
      ("x = 1", []), ("x, y = 1, x", []), ("known.new = 1", []), ("function f() end f()", []),
      ("function known.f(a) return a end", []),
      ("function known:f(a) return self, a, b end", ["b"]), ("local function f(n) return f(n - 1) end", []),
      ("local a, b = 1 print(a, b, c)", ["c"]), ("for i, v in pairs({}) do print(i, v, w) end print(i)", ["w", "i"]),
      ("for i = 1, n do print(i) end", ["n"]), ("do local t = 1 end print(t)", ["t"]),
      ("repeat local done = true until done", []),
      ("if x then local y = 1 else print(y) end", ["x", "y"]), ("(function(a, ...) return a, b end)()", ["b"]),
      ("goto done ::done::", []), ("local known = f() known.nosuch()", ["f"]), ("known = 1 known.nosuch()", []),
    ])
  func unknown(_ source: String, _ expected: [String]) {
    #expect(parts(source).filter { $0.hasPrefix("unknown:") } == expected.map { "unknown:" + $0 }, "\(source)")
  }

  @Test(
    "tell the options of the function that is called",
    arguments: [
      ("boxes.make{size = 1, kind = 'wood', siz = 2}", ["option:size", "option:kind", "unknown:siz"]),
      ("boxes.send(b, 'x', {fast = true, slow = 1})", ["option:fast", "unknown:slow"]),
      // A table that is no table of options, and one of any names.
      ("known.f{size = 1}", ["unknown:f"]), ("x = {size = 1}", []), ("boxes.send({any = 1}, '')", []),
      ("boxes.make{lid = {lock = 'key', other = 1}}", ["option:lid", "option:lock"]),
      ("boxes.make{\nsize = (1 + 2) * 3,\nlabel = ''}", ["option:size", "option:label"]),
      // A call whose table stands in another one.
      ("boxes.make{label = boxes.make{size = 1, sze = 2}}", ["option:label", "option:size", "unknown:sze"]),
      ("boxes.make{lid = {lock = boxes.make{kind = 'wire'}}}", ["option:lid", "option:lock", "option:kind"]),
      ("x = {boxes.make{size = 1}, boxes.make{}:open{}, known.f{size = 1}}", ["option:size", "unknown:f"]),
    ])
  func options(_ source: String, _ expected: [String]) {
    let found = parts(source).filter { $0.hasPrefix("option:") || $0.hasPrefix("unknown:") }
    #expect(found.filter { $0 != "unknown:b" } == expected, "\(source)")
  }

  @Test(
    "tell what Lua would refuse",
    arguments: [
      ("x = 'abc", ["'"]), ("x = 'a\\q'", ["\\q"]), ("x = '\\x4' .. '\\300' .. '\\u{110000000}'", ["\\x", "\\3", "\\u"]),
      ("x = '\\n\\x41\\065\\u{48}\\z  \\\"'", []), ("x = 1x + 0x + 3..2 + 1e", ["1x", "0x", "3..2", "1e"]),
      ("x = 5 ? 6 @ 7", ["?", "@"]),
      ("f(1))", [")"]), ("f(1]", ["]"]), ("x = {1})", [")"]), ("end", ["end"]), ("if x then end end", ["end"]),
      ("while x do until y", ["until"]), ("else", ["else"]), ("x = y then", ["then"]), ("local x <cnst> = 1", ["cnst"]),
      ("x = 1 2", []), ("f(", []), ("for i = 1, 2 do", []),
    ])
  func wrong(_ source: String, _ expected: [String]) {
    #expect(parts(source).filter { $0.hasPrefix("wrong:") } == expected.map { "wrong:" + $0 }, "\(source)")
  }

  @Test func `know the lines before`() {
    #expect(parts("in it]] .. nosuch", behind: "x = [[\n") == ["string:in it]]", "unknown:nosuch"])
    #expect(parts("print(a, b)", behind: "function f(a)\n") == ["unknown:b"])
    #expect(parts("end", behind: "function f(a)\n") == ["keyword:end"])
    #expect(parts("why ]] 1", behind: "--[[\n") == ["comment:why ]]", "number:1"])
    #expect(parts("kind = 1", behind: "boxes.make{\n") == ["option:kind", "number:1"])
  }

  @Test func `are in order, none over another, for every beginning of a source`() {
    let source = Array("local x <const> = boxes.make{size = 0x1F, kind = 'wo\\q'}:opn(\"日\", [[a]], 3..4) -- end\n)".utf8)
    for count in 0...source.count {
      var end = 0
      for span in Highlighter(Completer(lua)).spans(of: Array(source[..<count])) {
        #expect(span.range.lowerBound >= end && span.range.upperBound > span.range.lowerBound && span.range.upperBound <= count)
        end = span.range.upperBound
      }
    }
  }
}

@Suite("The hint of a call") struct CallHintTests {
  let lua = LuaState()

  init() throws { try lua.register(CompletionTests.module) }

  /// The signature with what is being given between angle brackets.
  private func hint(_ source: String) -> String? {
    guard let hint = Completer(lua).hint(for: Array(source.utf8)) else { return nil }
    guard let current = hint.current else { return hint.text }
    let letters = Array(hint.text)
    return String(letters[..<current.lowerBound]) + "<" + String(letters[current]) + ">" + String(letters[current.upperBound...])
  }

  @Test(
    "marks what is being given",
    arguments: [
      ("boxes.send(", "boxes.send(<box>, to, {fast = false})"), ("boxes.send(b, ", "boxes.send(box, <to>, {fast = false})"),
      ("boxes.send(b, f(1, 2) + (3", "boxes.send(box, <to>, {fast = false})"),
      ("boxes.send(b, 'a, b", "boxes.send(box, <to>, {fast = false})"),
      ("boxes.send(b, 'x', {", "boxes.send(box, to, {fast = false})"),
      ("boxes.send(b, 'x', {fast = ", "boxes.send(box, to, {<fast = false>})"),
      ("boxes.send(b, 'x', {fa", "boxes.send(box, to, {<fast = false>})"),
      ("boxes.make{", "boxes.make{size, [kind], label = \"\", [lid]}"),
      ("boxes.make{size = 3 * (1 + ", "boxes.make{<size>, [kind], label = \"\", [lid]}"),
      ("boxes.make{size = 3, l", "boxes.make{size, [kind], label = \"\", [lid]}"),
      ("boxes.make{size = 3, la", "boxes.make{size, [kind], <label = \"\">, [lid]}"),
      ("boxes.make{kind = 'wo", "boxes.make{size, <[kind]>, label = \"\", [lid]}"),
      ("boxes.make{\n  size = 1,\n  kind = ", "boxes.make{size, <[kind]>, label = \"\", [lid]}"),
      ("boxes.make{label = boxes.make{size = ", "boxes.make{<size>, [kind], label = \"\", [lid]}"),
      ("x = {1, boxes.make{size = ", "boxes.make{<size>, [kind], label = \"\", [lid]}"),
      ("boxes.make{lid = {lock = ", "lid{<lock>, [color]}"), ("boxes.make{}:open(", "box:open(<[how]>)"),
      ("boxes.send(boxes.make{size = 1", "boxes.make{<size>, [kind], label = \"\", [lid]}"),
    ])
  func current(_ source: String, _ expected: String) { #expect(hint(source) == expected, "\(source)") }

  @Test(
    "is not there outside of calls, and of calls that nobody has declared",
    arguments: [
      "", "boxes", "boxes.make{}", "boxes.send(b, 'x')", "x = {1, ", "(1 + ", "nosuch(1, ", "t[1", "'boxes.make{",
      "-- boxes.make{",
    ])
  func none(_ source: String) { #expect(hint(source) == nil) }

  @Test func `tells the type of what is being given`() {
    #expect(Completer(lua).hint(for: Array("boxes.make{kind = ".utf8))?.type == "'wood' or 'wire'")
    #expect(Completer(lua).hint(for: Array("boxes.make{".utf8))?.type == "")
  }
}
