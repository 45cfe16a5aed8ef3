import Foundation
import Testing

/// Every example of every page: what is shown is what comes out.
@Suite("Pages") struct PageTests {
  /// What is typed at the prompt, and what it shows.
  struct Entry {
    var input: String
    var output = ""
  }

  /// The lines behind `> ` and `>> ` in blocks marked `polyak`, each with what stands under it.
  private func entries(_ page: Page) -> [Entry] {
    var entries: [Entry] = []
    for block in page.blocks(in: "polyak") {
      for line in block.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
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
  }

  @Test("are found, and every block of code on them is one that is tried") func blocks() {
    #expect(Page.all.count > 20)
    for page in Page.all {
      let fences = page.text.split(separator: "\n", omittingEmptySubsequences: false).filter { $0.hasPrefix("```") }
      let outputs = page.blocks.compactMap(\.output)
      #expect(fences.count == 2 * (page.blocks.count + outputs.count), "\(page.path)")
      for block in page.blocks {
        #expect((["polyak", "lua"] + Self.compiled).contains(block.language), "\(page.path): \(block.text)")
      }
    }
  }

  @Test("show what the prompt prints", arguments: Page.all.filter { !$0.blocks(in: "polyak").isEmpty })
  func sessions(_ page: Page) throws {
    let entries = entries(page)
    let folder = TemporaryFolder()
    let mark = "---8<---"
    try folder.write(entries.map { "\($0.input)\nprint '\(mark)'\n" }.joined(), to: "input")
    // Errors in their place among what is printed.
    let outcome = try polyak(["-c", "'\(programPath)' --no-init -i < input 2>&1"], in: folder, program: "/bin/sh")
    let shown = outcome.output.components(separatedBy: "\(mark)\n")
    try #require(shown.count == entries.count + 1, "\(outcome)")
    for (entry, part) in zip(entries, shown) {
      // The first has the version before its prompt; continuation lines have prompts of their own.
      var part = Substring(part.drop { $0 != ">" })
      while part.hasPrefix("> ") || part.hasPrefix(">> ") { part = part.drop { $0 == ">" }.dropFirst() }
      if part.hasSuffix("> ") { part = part.dropLast(2) }
      // A block's number depends on how many came before.
      let text = String(part).replacing(/\[\d+\]:/, with: "[1]:")
      #expect(text == entry.output, "> \(entry.input)")
    }
  }

  /// What a script prints stands behind `-->` in the lines that print it, or in a block marked `text` below. A picture that it
  /// draws and that the pages show is the one beside them.
  @Test("have scripts that print what they say", arguments: Page.all.filter { !$0.blocks(in: "lua").isEmpty })
  func scripts(_ page: Page) throws {
    for block in page.blocks(in: "lua") {
      let folder = TemporaryFolder()
      try folder.write(block.text, to: "script.lua")
      let outcome = try polyak("script.lua", environment: ["LC_ALL": "C.UTF-8"], in: folder)
      let expected = block.output ?? block.text.matches(of: /--> (.*)\n/).map { $0.1 + "\n" }.joined()
      #expect(outcome == Outcome(output: expected))
      for path in pictures where FileManager.default.fileExists(atPath: "\(folder.path)/\(path.fileName)") {
        #expect(try folder.read(path.fileName) == Page.contents(path), "\(path)")
      }
    }
  }

  private var pictures: [String] { Page.files(under: "Sources").filter { $0.hasSuffix(".svg") } }

  @Test("show Figure 2 as the script draws it") func figureTwo() throws {
    let folder = TemporaryFolder()
    let outcome = try polyak("\(Page.root)/scripts/fig2.lua", "--out", "out", in: folder)
    #expect(outcome.code == 0)
    let path = try #require(pictures.first { $0.fileName == "figure2.svg" })
    #expect(try folder.read("out/fig2a.svg") == Page.contents(path))
  }

  @Test("show pictures that are there") func pictureFiles() {
    for page in Page.all {
      for (_, name) in page.text.matches(of: /!\[[^\]]*\]\(([^)]*)\)/).map(\.output) {
        let isThere =
          page.path == "README.md"
          ? FileManager.default.fileExists(atPath: "\(Page.root)/\(name)")
          : pictures.contains { $0.hasPrefix(page.path.prefix { $0 != "." } + ".docc/") && $0.hasSuffix("/\(name).svg") }
        #expect(isThere, "\(page.path): \(name)")
      }
    }
  }

  /// The suffixes of files, and names of blocks: code of the package that uses the libraries, of the libraries themselves, of
  /// hosts that use what is installed. All of it is compiled or run.
  private static let compiled = ["swift", "c", "cpp", "py"]

  @Test(
    "have code that stands in a program",
    arguments: Page.all.filter { page in compiled.contains { !page.blocks(in: $0).isEmpty } })
  func code(_ page: Page) {
    for block in Self.compiled.flatMap({ page.blocks(in: $0) }) {
      let code = bare(block.text)
      #expect(Self.programs[block.language, default: []].contains { $0.contains(code) }, "\(page.path):\n\(block.text)")
    }
  }

  private static let programs = Dictionary(
    grouping: ["Tests/Consumer", "Tests/Installed", "Sources"].flatMap { Page.files(under: $0) },
    by: { $0.split(separator: ".").last.map(String.init) ?? "" }
  ).mapValues { $0.map { bare(Page.contents($0)) } }

  @Test("of the first hold no more than eight kilobytes") func size() throws {
    let readme = try #require(Page.all.first)
    #expect(readme.text.utf8.count <= 8192)
  }

  @Test("name every recipe") func recipes() throws {
    let page = try #require(Page.all.first { $0.path.hasSuffix("/Recipes.md") })
    for path in Page.files(under: "stdlib/manual/recipes") {
      #expect(page.text.contains("`?recipes.\(path.fileName.dropLast(".lua".count))`"))
    }
  }

  @Test("lead to pages that are there") func links() {
    for page in Page.all {
      for (_, target) in page.text.matches(of: /\]\(([^):]*\/[^):]*)\)/).map(\.output) {
        #expect(FileManager.default.fileExists(atPath: "\(Page.root)/\(target)"), "\(page.path): \(target)")
      }
    }
  }
}

/// Without white space: a page may break lines elsewhere.
private func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }

extension String {
  fileprivate var fileName: String { URL(filePath: self).lastPathComponent }
}
