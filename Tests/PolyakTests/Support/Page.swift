import Foundation
import Testing

/// A page of documentation: README.md, or an article of a DocC catalogue.
struct Page: Sendable, CustomTestStringConvertible {
  /// From the project's folder on: "Sources/LuaKit/LuaKit.docc/Border.md".
  let path: String
  let text: String
  var testDescription: String { path }

  /// Code between fences.
  struct Block: Sendable {
    let language: String
    let text: String
    /// What stands in a block marked `text` right below: what the code prints.
    var output: String?
  }

  /// The project's folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL.path

  static let all: [Page] = (["README.md"] + files(under: "Sources").filter { $0.contains(".docc/") && $0.hasSuffix(".md") })
    .map { Page(path: $0, text: contents($0)) }

  /// Files by their paths from the project's folder on, sorted.
  static func files(under folder: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: "\(root)/\(folder)") ?? FileManager.DirectoryEnumerator()
    return found.compactMap { ($0 as? String).map { "\(folder)/\($0)" } }.filter { !$0.contains("/.") }.sorted()
  }

  static func contents(_ path: String) -> String { (try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)) ?? "" }

  var blocks: [Block] {
    var blocks: [Block] = []
    let fenced = /(?m)^```(\w+)\n((?:(?!```).*\n)*)```\n(?:\n```text\n((?:(?!```).*\n)*)```\n)?/
    for (_, language, code, output) in text.matches(of: fenced).map(\.output) {
      blocks.append(Block(language: String(language), text: String(code), output: output.map(String.init)))
    }
    return blocks
  }

  func blocks(in language: String) -> [Block] { blocks.filter { $0.language == language } }
}
