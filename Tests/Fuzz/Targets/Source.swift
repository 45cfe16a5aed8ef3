@testable import LuaKit
import LuaPrompt
@testable import PolyakConsole
@testable import PolyakModules

extension Target {
  /// Everything that reads Lua text in Swift. Nothing of it runs.
  static let source = Target("source", "Lua source: lexer, blocks of the prompt, completion, annotations, marks", limit: 1024) {
    bytes in
    let lua = SourceReading.lua
    let complaints = [
      SourceReading.lexer(bytes, lua), SourceReading.completion(bytes, lua), SourceReading.block(bytes, lua),
      SourceReading.annotations(bytes),
    ]
    return complaints.compactMap { $0 }.first
  }
}

private enum SourceReading {
  /// One for all inputs: they change nothing in it.
  nonisolated(unsafe) static let lua: LuaState = {
    let lua = LuaState()
    _ = try? Polyak.open(in: lua)
    for name in ["io", "os", "debug", "package"] { lua.globals[name] = .nil }
    return lua
  }()

  /// Tokens are in order, and of what Lua takes every one is whole.
  static func lexer(_ bytes: [UInt8], _ lua: LuaState) -> String? {
    var end = 0
    let isLua = (try? lua.load(bytes: bytes, name: "=input")) != nil
    for token in Lexer(bytes) {
      if token.range.lowerBound < end || token.range.isEmpty || token.range.upperBound > bytes.count {
        return "a token at \(token.range) of \(bytes.count) bytes, behind one that ends at \(end)"
      }
      end = token.range.upperBound
      if isLua, token.kind == .stray || !token.isFinished { return "Lua takes what the lexer does not, at \(token.range)" }
    }
    _ = LocalDeclaration.all(in: bytes)
    return nil
  }

  static func completion(_ bytes: [UInt8], _ lua: LuaState) -> String? {
    for source in [bytes, Array(bytes.prefix(bytes.count / 2))] {
      let completion = Completer(lua).completion(of: source)
      guard 0...source.count ~= completion.start else { return "completion begins at \(completion.start)" }
      let word = source[completion.start...]
      if let wrong = completion.candidates.first(where: { !Array($0.utf8).starts(with: word) }) {
        return "completion offers '\(wrong)' for '\(String(decoding: word, as: UTF8.self))'"
      }
    }
    return nil
  }

  /// What is whole compiles with the prompt's variables in place, and again as part of a script.
  static func block(_ bytes: [UInt8], _ lua: LuaState) -> String? {
    var block = Block(in: lua, name: "[1]", commands: Command.names)
    switch block.add(LuaString(bytes: bytes)) {
    case .empty: return nil
    case .session(let copied):
      return (copied.entries + [copied.unfinished ?? []]).lazy.compactMap { Self.block($0, lua) }.first
    case .incomplete(let error), .wrong(let error):
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      for line in lines.prefix(4) {
        let line = Array(line.utf8)
        let place = Marking.place(of: ErrorMessage.parted(error.message).body, nil, in: line, line: 1, isSyntax: true)
        _ = place.map { Marking.marks($0, in: line) }
      }
      return nil
    case .whole(let pieces):
      let scope = LocalScope(lua)
      for case .code(let text, let isExpression, let isSilent) in pieces {
        do { _ = try scope.compile(text, isExpression: isExpression, name: "=[1]") } catch {
          // Those of variables to be closed, and Lua's limits.
          let expected = ["<close>", "too many", "limit", "overflow", "not enough memory"]
          if !expected.contains(where: error.message.contains) { return "a whole block does not compile: \(error.message)" }
          return nil
        }
        var transcript = Transcript(seeds: .init(math: [1], generators: 2))
        let written = String(decoding: text, as: UTF8.self)
        guard Array(written.utf8) == text else { return nil }
        let hasValue = isExpression && Lexer.tokens(of: text).contains { $0.text(in: text) != ";" }
        let failure = LuaError("failed\nhere")
        transcript.add(.init(text: written, isExpression: isExpression, isSilent: isSilent, results: hasValue ? ["_1"] : []))
        transcript.add(.init(text: written, isExpression: isExpression, isSilent: isSilent, failure: failure))
        transcript.add(.init(text: "_, _1", isExpression: true, isSilent: false, results: ["_2"]))
        let script = transcript.script(heading: ["session"])
        do { _ = try lua.load(script, name: "=session") } catch {
          return "a session does not load: \(error.message)\n\(script)"
        }
      }
      return nil
    }
  }

  static func annotations(_ bytes: [UInt8]) -> String? {
    let lua = LuaState()
    let library = AnnotatedLibrary([("tools", "@tools.lua", bytes)])
    let modules = library.modules(of: "tools")
    for module in modules { _ = module.editorStubs }
    lua.document { modules }
    for name in lua.help.names { _ = lua.help.page(named: name)?.text }
    _ = lua.help.search("x").count
    return nil
  }
}
