import Foundation
import LuaKit
import Testing

@testable import PolyakConsole
@testable import PolyakModules

@Suite("Pasted text") struct PasteTests {
  let folder = TemporaryFolder()

  /// The sessions of each page, as they stand there.
  static let sessionBlocks = Page.all.map { $0.blocks(in: "polyak").map(\.text) }.filter { !$0.isEmpty }

  private func entries(_ text: String) throws -> [String]? {
    var block = Block(in: LuaState(), name: "[1]", commands: Command.names)
    switch block.add(LuaString(text)) {
    case .session(let copied):
      return (copied.entries + [copied.unfinished].compactMap(\.self)).map { String(decoding: $0, as: UTF8.self) }
    case .whole where block.copiedIndentation != nil, .incomplete where block.copiedIndentation != nil:
      return [String(decoding: block.text, as: UTF8.self)]
    default: return nil
    }
  }

  @Test func `with prompts is what was typed, in every session of the pages`() throws {
    #expect(Self.sessionBlocks.joined().count > 20)
    for block in Self.sessionBlocks.joined() {
      var typed: [String] = []
      for line in block.split(separator: "\n") {
        if line.hasPrefix("> ") { typed.append(String(line.dropFirst(2))) }
        if line.hasPrefix(">> ") { typed[typed.count - 1] += "\n" + line.dropFirst(3) }
      }
      #expect(try entries(block) == typed)
      #expect(try entries("Polyak 0.1 (Lua 5.4)   ? for help\n" + block.replacing("\n", with: "\r\n")) == typed)
    }
  }

  @Test(
    "with prompts is a session",
    arguments: [
      ("> 1", ["1"]), ("> v = vec{3, 4}\n> (v * 2):norm()", ["v = vec{3, 4}", "(v * 2):norm()"]),
      ("> f = function()\n>>   return 1\n>> end\n> f()\n1", ["f = function()\n  return 1\nend", "f()"]),
      ("  > for i = 1, 2 do\n  >   print(i)\n  > end\n  > x  --> 1", ["for i = 1, 2 do\n  print(i)\nend", "x  --> 1"]),
      ("42\n> :who\n>\n> ?vec\nvec\n> ! ls", ["42", ":who", "?vec", "! ls"]),
      ("\n\n> x = [[\n>> > y\n>> ]]\nprinted", ["x = [[\n> y\n]]"]), ("> x = 1\n\n> x\n1\n", ["x = 1", "x"]),
      // Copied from the middle of a line on.
      ("x = 5\n> x\n5\n> y = 2", ["x = 5", "x", "y = 2"]),
      ("v = vec{3, 4}\n> (v * 2):norm()\n10.0\n> 2", ["v = vec{3, 4}", "(v * 2):norm()", "2"]),
      ("for i = 1, 2 do\n>>   print(i)\n>> end", ["for i = 1, 2 do\n  print(i)\nend"]),
      ("f()\nTrajectory  heavy ball, 2 points\n  loss 1 -> 0\n> g()", ["f()", "g()"]), (">> end\n> x = 1", ["end", "x = 1"]),
      ("x = 1\ny = 2\n\n> x + y\n3", ["x = 1\ny = 2\n", "x + y"]), (":who\n> x = 1\n> y = 2", [":who", "x = 1", "y = 2"]),
      // Lines that go on without a prompt, and what an interrupt or an end has cut short.
      ("> f = function()\n  return 1\nend\n> f()\n1", ["f = function()\n  return 1\nend", "f()"]),
      ("> x = [[\n> a\n]]\n> x\n> a", ["x = [[\na\n]]", "x", "a"]), ("x = 5\n> x\n5\n> x", ["x = 5", "x", "x"]),
      ("> for i = 1, 2 do\n>>   f(i)\n^C\n> x", ["for i = 1, 2 do\n  f(i)", "x"]), ("> f = {\n>> 1,\n> x", ["f = {\n1,", "x"]),
      ("> > x = 1\n> > x", ["> x = 1", "> x"]), ("> a\n> > b", ["a", "> b"]), ("> x = a\n>> > 3", ["x = a\n> 3"]),
    ])
  func sessions(_ text: String, _ expected: [String]) throws { #expect(try entries(text) == expected) }

  @Test(
    "is no session",
    arguments: [
      "a\n> b", "x = a\n>> 2", "x = [[\n> y\n]]", "-- > x\n1", "if a\n> b then c = 1 end",
      "x = a\n> 3\ny = 2", "x = f(\n1\n> 2\n)", "x = = [[\n> y\n]]", "--[[\n> y\n]] x = = 1", "if a\n  > b then c = = 1 end",
      "x = 1\ny = = 2",
    ])
  func code(_ text: String) throws { #expect(try entries(text) == nil) }

  @Test(
    "with prompts that ends inside an entry waits for its end",
    arguments: [
      ("> x = 1\n> for i = 1, 2 do\n>>   f(i)", ["x = 1"], "for i = 1, 2 do\n  f(i)"), (":who\n> g(\n", [":who"], "g(\n"),
      ("> x = 1\n1\n> f = function()\n  return 1", ["x = 1"], "f = function()\n  return 1"),
      ("> a\n> s = [[\n>> b\n>> ", ["a"], "s = [[\nb\n"),
      // What was printed below it was its error.
      ("> a\n> for i = 1, 2 do\n[1]:1: 'end' expected near <eof>", ["a", "for i = 1, 2 do"], nil),
    ])
  func unfinished(_ text: String, _ entries: [String], _ unfinished: String?) throws {
    let lua = LuaState()
    var block = Block(in: lua, name: "[1]", commands: Command.names)
    guard case .session(let copied) = block.add(LuaString(text)) else {
      Issue.record("is no session: \(text)")
      return
    }
    #expect(copied.entries == entries.map { Array($0.utf8) })
    #expect(copied.unfinished == unfinished.map { Array($0.utf8) })
    guard let entry = copied.unfinished else { return }
    var next = Block(in: lua, name: "[2]", commands: Command.names)
    guard case .incomplete = next.begin(with: entry, indentation: copied.indentation) else {
      Issue.record("is not waited for: \(text)")
      return
    }
  }

  @Test(
    "goes on in an unfinished block",
    arguments: [
      ("for i = 1, 2 do", ">>   f(i)\n>> end", ["for i = 1, 2 do\n  f(i)\nend"]),
      ("> for i = 1, 2 do", "  f(i)\nend", ["for i = 1, 2 do\n  f(i)\nend"]),
      ("for i = 1, 2 do", "  f(i)\n>> end\n> x\n3\n> y", ["for i = 1, 2 do\n  f(i)\nend", "x", "y"]),
      ("if a", "> b then f() end", ["if a\n> b then f() end"]),
      ("> f(a", ">> > b)", ["f(a\n> b)"]), ("> f(\n>> a", "> x = 1", ["f(\na", "x = 1"]),
    ])
  func goingOn(_ first: String, _ second: String, _ expected: [String]) throws {
    var block = Block(in: LuaState(), name: "[1]", commands: Command.names)
    guard case .incomplete = block.add(LuaString(first)) else {
      Issue.record("is whole: \(first)")
      return
    }
    switch block.add(LuaString(second)) {
    case .session(let copied): #expect(copied.entries == expected.map { Array($0.utf8) })
    case .whole: #expect([block.text] == expected.map { Array($0.utf8) })
    default: Issue.record("is neither whole nor a session: \(second)")
    }
  }

  @Test(
    "with prompts tells what it leaves out above the first",
    arguments: [
      (
        "Polyak 0.1 (Lua 5.4)   ? for help\n> 1 + 1",
        "-- not run: 'Polyak 0.1 (Lua 5.4)   ? for help' (it stands above the first prompt)\n2\n"
      ),
      (
        "f()\n  loss 1 -> 0\n\n  final (1, 2)\n> 1 + 1",
        "1\n-- not run: 'loss 1 -> 0' (it and 1 more line stand above the first prompt)\n2\n"
      ),
      (
        "A heading:\n\nand a text.\nHere it is:\n> 1 + 1\n2\n",
        "-- not run: 'A heading:' (it and 2 more lines stand above the first prompt)\n2\n"
      ),
    ])
  func leftOut(_ text: String, _ shown: String) throws {
    let session = try PromptSession(environment: ["TERM": "xterm"], in: folder)
    #expect(session.shows("leaves\r\n") != nil)
    #expect(session.shows("> ") != nil)
    session.type("function f() print(1) end\r")
    #expect(session.shows("> ") != nil)
    session.type("\u{1B}[200~\(text)\u{1B}[201~\r")
    for line in shown.split(separator: "\n") { #expect(session.shows(String(line)) != nil, "\(line)") }
  }

  @Test(
    "without prompts is taken apart as if it were typed",
    arguments: [
      ("v = vec{3, 4}\n(v * 2):norm()", ["v = vec{3, 4}", "(v * 2):norm()"]), ("f{1}\ng{2}\n\nh{3}", ["f{1}", "g{2}", "h{3}"]),
      ("local a = b\n  + c\na", ["local a = b\n  + c", "a"]), ("local a = b\n+ c", ["local a = b\n+ c"]),
      ("t\n  .x\n  :f()", ["t\n  .x\n  :f()"]), ("t\n:f()", ["t\n:f()"]), ("t\n:who", ["t", ":who"]),
      ("function f()\n  return 1\nend\n-- what it gives\nf()", ["function f()\n  return 1\nend", "-- what it gives\nf()"]),
      ("x = {\n1,\n2}\n#x", ["x = {\n1,\n2}", "#x"]), ("s = [[\n(a)\n]]\ns", ["s = [[\n(a)\n]]", "s"]),
      ("goto done\nx = 1\n::done::", ["goto done\nx = 1\n::done::"]), ("! echo it's\nx", ["! echo it's", "x"]),
      ("x = 'a\\\nb'\nx", ["x = 'a\\\nb'", "x"]), ("if a then\nb()\nelse\nc()\nend", ["if a then\nb()\nelse\nc()\nend"]),
    ])
  func pieces(_ text: String, _ expected: [String]) throws {
    var block = Block(in: LuaState(), name: "[1]", commands: Command.names)
    guard case .whole(let pieces) = block.add(LuaString(text)) else {
      Issue.record("is not whole: \(text)")
      return
    }
    let found = pieces.map { piece in
      switch piece {
      case .code(let text, _, _): String(decoding: text, as: UTF8.self)
      case .command(let line): line
      }
    }
    #expect(found == expected)
  }

  /// Line by line, as through a pipe or where the terminal does not tell what is pasted.
  @Test("with what was printed shows what comes out, and goes on behind what fails", arguments: sessionBlocks)
  func copied(_ blocks: [String]) throws {
    let text = blocks.joined()
    try folder.write(text, to: "input")
    let outcome = try polyak(["-c", "'\(programPath)' --no-init -i < input 2>&1"], in: folder, program: "/bin/sh")
    let expected = text.split(separator: "\n").filter { !$0.hasPrefix("> ") && !$0.hasPrefix(">> ") }.map(String.init)
    let shown = outcome.output.split(separator: "\n").dropFirst().compactMap { line -> String? in
      var line = line
      while line.hasPrefix("> ") || line.hasPrefix(">> ") { line = line.drop { $0 == ">" }.dropFirst() }
      return line.isEmpty ? nil : String(line).replacing(/\[\d+\]:/, with: "[1]:")
    }
    #expect(shown == expected)
  }

  @Test("in a terminal runs entry by entry", arguments: [true, false])
  func terminal(isBracketed: Bool) throws {
    try folder.write("set enable-bracketed-paste \(isBracketed ? "on" : "off")\n", to: "inputrc")
    let session = try PromptSession(environment: ["TERM": "xterm", "INPUTRC": folder.path + "/inputrc"], in: folder)
    #expect(session.shows("leaves") != nil)
    #expect(session.shows("> ") != nil)
    let text =
      "> 'begin' .. 'ning'\rbeginning\r> v = vec{3, 4}\r> (v * 2):norm()\r10.0\r> nosuch.x\r> for i = 1, 2 do\r>> print('at', i)\r>> end\rat\t1\r> 'en' .. 'd'"
    session.type(isBracketed ? "\u{1B}[200~\(text)\u{1B}[201~\r" : text + "\r")
    if isBracketed { #expect(session.shows("'en' .. 'd'") != nil) }
    for shown in ["beginning\r\n", "10.0\r\n", "attempt to index a nil value (global 'nosuch')", "at\t1\r\nat\t2\r\n", "end\r\n"]
    {
      #expect(session.shows(shown) != nil, "\(shown)")
    }
    session.type("\u{10}\u{10}\r")
    #expect(session.shows("at\t2\r\n") != nil)
  }
}
