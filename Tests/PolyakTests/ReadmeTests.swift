import Foundation
import LuaKit
import PolyakModules
import Testing

/// The tour in README.md, typed in: what is shown is what comes out.
@Suite("README") struct ReadmeTests {
  struct Entry: Sendable, CustomTestStringConvertible {
    let input: String
    var output: [String] = []
    var testDescription: String { input }
  }

  /// The lines behind `> ` in blocks marked `polyak`, each with what stands under it.
  static let entries: [Entry] = {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
    let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    var entries: [Entry] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```polyak"
      } else if isInside {
        if line.hasPrefix("> ") {
          entries.append(Entry(input: String(line.dropFirst(2))))
        } else {
          entries[entries.count - 1].output.append(String(line))
        }
      }
    }
    return entries
  }()

  @Test("the tour shows what is printed") func tour() throws {
    #expect(Self.entries.count > 15)
    let lua = LuaState()
    try Polyak.open(in: lua)
    let tostring = try #require(lua.globals["tostring"].function)
    for entry in Self.entries {
      #expect(print(entry.input, in: lua, with: tostring) == entry.output, "> \(entry.input)")
    }
  }

  @Test func `the plot is what the program draws`() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
    let readme = try String(contentsOf: path, encoding: .utf8)
    let section = try #require(readme.components(separatedBy: "\n## Plots\n").last?.components(separatedBy: "\n## ").first)
    let blocks = section.components(separatedBy: "```")
    try #require(blocks.count > 4 && blocks[1].hasPrefix("lua\n") && blocks[3].hasPrefix("text\n"))
    let outcome = try polyak("-e", String(blocks[1].dropFirst(4)), environment: ["LC_ALL": "C.UTF-8"])
    #expect(outcome == Outcome(output: String(blocks[3].dropFirst(5))))
  }

  /// What the prompt shows; of an error its message, its place left out.
  private func print(_ input: String, in lua: LuaState, with tostring: LuaFunction) -> [String] {
    do throws(LuaError) {
      // An expression is a chunk behind `return`; what is none is a statement.
      let expression = try? lua.load("return " + input, name: "=stdin")
      let chunk = if let expression { expression } else { try lua.load(input, name: "=stdin") }
      var texts: [String] = []
      for value in try chunk.call() { texts.append(try tostring.call([value], as: String.self)) }
      return texts.isEmpty ? [] : texts.joined(separator: "\t").components(separatedBy: "\n")
    } catch {
      return [error.message.replacing("stdin:1: ", with: "")]
    }
  }
}
