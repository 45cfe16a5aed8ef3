import Foundation
import Testing

@testable import LuaKit
@testable import LuaPrompt
@testable import PolyakConsole
@testable import PolyakModules

@Suite struct `Stubs for editors` {
  let lua = LuaState()
  let stubs: [(file: String, text: String)]

  init() throws {
    try Polyak.open(in: lua)
    stubs = lua.editorStubs
  }

  @Test func `define every name that help knows, but those of Lua's own library`() throws {
    var defined: [String: Set<String>] = [:]
    for (file, text) in stubs {
      var names: Set<String> = []
      for line in text.split(separator: "\n") {
        let words = line.split { " ?:(".contains($0) }
        switch words.first {
        case "function", "local": names.formUnion(words.dropFirst().prefix(2).map { String($0.split(separator: ".").last ?? "") })
        case "---@field", "---@class": names.insert(String(words[1]))
        default: if words.count > 2, words[1] == "=" { names.insert(String(words[0].split(separator: ".").last ?? "")) }
        }
      }
      defined[file] = names
    }
    var count = 0
    for module in lua.help.modules where !module.isPartOfLua && !module.isPage {
      var file = (module.name.isEmpty ? "globals" : module.name) + ".lua"
      // A class that a module of Lua gives stands in the module's file.
      if defined[file] == nil { file = stubs.first { $0.text.contains("---@class \(module.name)\n") }?.file ?? file }
      let names = try #require(defined[file], "\(module.name)")
      for name in lua.help.names(of: [module]) where name != module.name {
        count += 1
        #expect(names.contains(String(name.split { ".:".contains($0) }.last ?? "")), "\(name) in \(file)")
      }
    }
    #expect(count > 200)
  }

  /// The blocks of a Lua file, those inside functions too.
  private func blocks(_ text: String) -> [AnnotationBlock] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
      .split { !$0.hasPrefix("---") }.map { AnnotationBlock($0.map { $0.dropFirst(3) }) }
  }

  private func defined(_ blocks: [AnnotationBlock]) -> Set<String> {
    Set(
      blocks.flatMap { block in
        block.texts(of: "class").map { $0.replacing("(exact) ", with: "").prefix { !": ".contains($0) } }
          + block.texts(of: "alias").map { $0.prefix { $0 != " " } }
      }.map(String.init))
  }

  private static let builtin: Set = [
    "any", "boolean", "false", "function", "integer", "nil", "number", "string", "table", "thread", "true", "type", "userdata",
  ]

  @Test func `speak of no type that no stub defines`() {
    let known = stubs.reduce(Self.builtin) { $0.union(defined(blocks($1.text))) }
    #expect(known.count > 60)
    for (file, text) in stubs {
      for type in blocks(text).flatMap(\.mentionedTypes) { #expect(known.contains(type), "\(type) in \(file)") }
    }
  }

  @Test func `define the types that scripts and the Lua modules speak of, but for their own`() {
    let known = stubs.reduce(Self.builtin) { $0.union(defined(blocks($1.text))) }
    let files = ["scripts", "stdlib"].flatMap { Page.files(under: $0) }
      .filter { $0.hasSuffix(".lua") && !$0.contains("/manual/") }.map { (path: $0, blocks: blocks(Page.contents($0))) }
    let all = known.union(defined(files.flatMap(\.blocks)))
    var spoken = 0
    for file in files {
      for type in file.blocks.flatMap(\.mentionedTypes) {
        spoken += 1
        #expect(all.contains(type), "\(type) in \(file.path)")
      }
    }
    #expect(spoken > 500)
  }

  @Test func `are Lua that runs`() throws {
    for (file, text) in stubs { try LuaState().run(text, name: "@" + file) }
  }

  @Test func `are written by the program, and once more over what is there`() throws {
    let folder = TemporaryFolder()
    for _ in 0..<2 {
      #expect(try polyak("--stubs", "a/b", in: folder).output == "a/b: \(stubs.count + 1) files, globals.lua to sweep.lua\n")
      for (file, text) in stubs { #expect(try folder.read("a/b/" + file) == text) }
      #expect(try folder.read("a/b/repl.lua").contains("function repl.here() end"))
    }
    try folder.write("", to: "file")
    #expect(
      try polyak("--stubs", "file", in: folder)
        == Outcome(
          errors: "\(programPath): cannot make 'file': Not a directory\n", code: 1))
    #expect(
      try polyak("--stubs", in: folder)
        == Outcome(
          errors: "\(programPath): '--stubs' needs a folder to write to, as in '--stubs folder'\n" + Options.usage, code: 1))
  }
}
