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
      var output: [String] = []
      do {
        let values: [LuaValue]
        do { values = try lua.run("return " + entry.input, name: "=stdin") } catch where error.kind == .syntax {
          values = try lua.run(entry.input, name: "=stdin")
        }
        let texts = try values.map { try tostring.call([$0], as: String.self) }
        if !texts.isEmpty { output = texts.joined(separator: "\t").components(separatedBy: "\n") }
      } catch let error as LuaError {
        // An error's place is left out of the tour.
        output = [error.message.replacing("stdin:1: ", with: "")]
      }
      #expect(output == entry.output, "> \(entry.input)")
    }
  }
}
