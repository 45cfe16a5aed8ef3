import Testing

@testable import LuaKit
@testable import LuaPrompt
@testable import PolyakConsole
@testable import PolyakModules

@Suite struct `The reference` {
  let lua = LuaState()
  let files: [String: String]
  let pages: [ReferencePage]

  init() throws {
    try Polyak.open(in: lua)
    files = Dictionary(uniqueKeysWithValues: lua.reference(title: "Polyak & Lua").map { ($0.file, $0.text) })
    pages = Reference(lua.help, title: "").pages
  }

  private var web: [(file: String, page: Markup)] {
    files.filter { $0.key.hasSuffix(".html") }.sorted { $0.key < $1.key }.map { ($0.key, Markup($0.value)) }
  }

  @Test func `has a place for every name that help knows, in both formats, and lists it`() throws {
    let ids = web.reduce(into: [String: String]()) { places, entry in
      for id in entry.page.ids where places[id] == nil { places[id] = entry.file }
    }
    let index = Set(try #require(web.first { $0.file == "index.html" }).page.links)
    #expect(lua.help.names.count > 400)
    for name in Set(lua.help.names) {
      guard let file = ids[name] else {
        Issue.record("\(name)")
        continue
      }
      #expect(index.contains(file + "#" + name))
      let markdown = try #require(files["markdown/" + file.replacing(".html", with: ".md")])
      #expect(markdown.contains("<a id=\"\(name)\"></a>"), "\(name)")
    }
  }

  @Test func `has every parameter and option of every function, with its type`() {
    let tables = pages.flatMap { $0.sections.flatMap { $0.entries } }.reduce(into: [String: [ReferencePage.Row]]()) {
      $0[$1.anchor, default: []] += $1.tables.flatMap(\.rows)
    }
    var (count, nested) = (0, 0)
    /// In the order of the declaration, what is in a table deeper than the table.
    func rows(_ parameter: AnyParameter, _ depth: Int) -> [String] {
      count += 1
      nested += depth > 0 ? 1 : 0
      var found = ["\(depth) \(parameter.name): \(parameter.type.name)"]
      found += parameter.type.options.flatMap { rows($0, depth + 1) }
      if let others = parameter.type.otherOptions {
        found += ["\(depth + 1) any other: \(others.name)"] + others.options.flatMap { rows($0, depth + 2) }
      }
      return found
    }
    for name in Set(lua.help.names) {
      guard case .function(let function, let name)? = lua.help.page(named: name) else { continue }
      let expected = (function.parameters.map(\.parameter)).flatMap { rows($0, 0) }
      let found = (tables[name] ?? []).prefix(expected.count).map {
        "\($0.depth) \($0.name.replacing(", ...", with: "")): \($0.type)"
      }
      #expect(found == expected, "\(name)")
    }
    #expect(count > 500)
    #expect(nested > 20)
  }

  @Test func `is well-formed, and each name stands in a page once`() {
    #expect(web.count > 40)
    for (file, page) in web { #expect(page.faults == [], "\(file)") }
  }

  @Test func `has no link that leads nowhere, and none to the network`() {
    let ids = Dictionary(uniqueKeysWithValues: web.map { ($0.file, Set($0.page.ids)) })
    var count = 0
    for (file, page) in web {
      for link in page.links {
        count += 1
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let target = parts[0].isEmpty ? file : String(parts[0])
        #expect(files[target] != nil, "\(link) in \(file)")
        if parts.count > 1 { #expect(ids[target]?.contains(String(parts[1])) == true, "\(link) in \(file)") }
      }
    }
    for (file, text) in files where file.hasSuffix(".md") {
      for part in text.split(separator: "](").dropFirst() {
        count += 1
        let link = part.prefix { $0 != ")" }.split(separator: "#", maxSplits: 1)
        let target = files["markdown/" + link[0]]
        #expect(target != nil, "\(link) in \(file)")
        if link.count > 1 { #expect(target?.contains("<a id=\"\(link[1])\"></a>") == true, "\(link) in \(file)") }
      }
    }
    #expect(count > 3000)
  }

  @Test func `leads from a type to its class, and from words to what they name`() throws {
    let result = "&#8594; <a href=\"optim.html#Trajectory\">Trajectory</a> or <a href=\"optim.html#Ensemble\">"
    #expect(try #require(files["optim.html"]).contains(result))
    #expect(
      try #require(files["markdown/optim.md"]).contains("| `loss` | [Loss](losses.md#Loss) | required | what to minimise |"))
    #expect(try #require(files["sweep.html"]).contains("<a href=\"workers.html#workers.map\"><code>workers.map</code></a>"))
    #expect(try #require(files["recipes.stability.html"]).contains("<h1 id=\"recipes.stability\">Stability</h1>"))
  }

  @Test func `is written by the program`() throws {
    let folder = TemporaryFolder()
    // The program has its prompt's module, too.
    #expect(
      try polyak("--reference", "a/b", in: folder)
        == Outcome(output: "a/b: \(files.count + 2) files; a/b/index.html is where to begin\n"))
    #expect(try folder.read("a/b/hbf.html").contains(" id=\"flow:integrate\">"))
    #expect(try folder.read("a/b/markdown/hbf.md").contains("<a id=\"flow:integrate\"></a>"))
    #expect(try folder.read("a/b/index.html").contains("<title>Polyak \(Polyak.version)</title>"))
    #expect(try folder.read("a/b/style.css").contains("prefers-color-scheme: dark"))
    #expect(
      try polyak("--reference", "a/b/style.css/x", in: folder)
        == Outcome(
          errors: "\(programPath): cannot make 'a/b/style.css/x': Not a directory\n", code: 1))
  }
}
