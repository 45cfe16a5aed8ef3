import Foundation
import Testing

/// The sessions in README.md, typed in: what is shown is what comes out.
@Suite("README") struct ReadmeTests {
  struct Entry: Sendable {
    var input: String
    var output = ""
  }

  /// The lines behind `> ` and `>> ` in blocks marked `polyak`, each with what stands under it.
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
        } else if line.hasPrefix(">> ") {
          entries[entries.count - 1].input += "\n" + line.dropFirst(3)
        } else {
          entries[entries.count - 1].output += line + "\n"
        }
      }
    }
    return entries
  }()

  @Test("shows what is printed") func sessions() throws {
    #expect(Self.entries.count > 15)
    let folder = TemporaryFolder()
    let mark = "---8<---"
    try folder.write(Self.entries.map { "\($0.input)\nprint '\(mark)'\n" }.joined(), to: "input")
    // Errors in their place among what is printed.
    let outcome = try polyak(["-c", "'\(programPath)' --no-init -i < input 2>&1"], in: folder, program: "/bin/sh")
    let shown = outcome.output.components(separatedBy: "\(mark)\n")
    try #require(shown.count == Self.entries.count + 1, "\(outcome)")
    for (entry, part) in zip(Self.entries, shown) {
      // The first has the version before its prompt; continuation lines have prompts of their own.
      var part = Substring(part.drop { $0 != ">" })
      while part.hasPrefix("> ") || part.hasPrefix(">> ") { part = part.drop { $0 == ">" }.dropFirst() }
      if part.hasSuffix("> ") { part = part.dropLast(2) }
      // A block's number depends on how many came before.
      let text = String(part).replacing(/\[\d+\]:/, with: "[1]:")
      #expect(text == entry.output, "> \(entry.input)")
    }
  }
}
