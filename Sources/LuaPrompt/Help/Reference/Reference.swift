import LuaKit

/// The reference of what is documented in a state: its pages, and where each name stands in them.
struct Reference {
  /// "Polyak 0.1".
  let title: String
  let pages: [ReferencePage]
  /// The page of each name.
  private(set) var places: [String: ReferencePage] = [:]
  /// The names in the pages' order, with a summary each.
  let names: [(name: String, summary: String)]
  private let types: Set<String>

  init(_ help: HelpIndex, title: String) {
    self.title = title
    let modules = help.modules
    func types(_ module: Module) -> [ClassDeclaration] { help.types(of: [module]) }
    let globals = modules.filter(\.name.isEmpty)
    var files: Set<String> = []
    let named = modules.filter { !$0.name.isEmpty && files.insert($0.name).inserted }.map { ReferencePage($0, types: types($0)) }
    pages = (globals.isEmpty ? [] : [ReferencePage(globals: globals, types: types)]) + named
    self.types = Set(help.types.map(\.name))
    for page in pages {
      for anchor in page.anchors where places[anchor] == nil { places[anchor] = page }
    }
    var seen: Set<String> = []
    names = help.names.filter { seen.insert($0).inserted }.map { ($0, help.page(named: $0)?.summary ?? "") }
  }

  func pages(in group: ReferencePage.Group) -> [ReferencePage] { pages.filter { $0.group == group } }

  // MARK: Text

  /// A piece of text.
  enum Run: Equatable {
    case words(String)
    case code(String)
    /// What is shown, and the name that it leads to.
    case link(String, name: String, isCode: Bool)
  }

  /// A text with code between backticks, and links where names with a dot or a colon stand that have a place.
  func runs(_ text: String) -> [Run] {
    var runs: [Run] = []
    for (i, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() where !part.isEmpty {
      if i % 2 == 0 {
        runs += linked(part) { name in name.contains { ".:".contains($0) } && places[name] != nil }
      } else {
        let name = String(part.prefix { !"({ \"'".contains($0) })
        runs.append(places[name] == nil || name.isEmpty ? .code(String(part)) : .link(String(part), name: name, isCode: true))
      }
    }
    return runs
  }

  /// The words of a type, classes linked.
  func runs(ofType type: String) -> [Run] { linked(type[...]) { types.contains($0) } }

  private func linked(_ text: Substring, _ isLink: (String) -> Bool) -> [Run] {
    var runs: [Run] = []
    var words = ""
    func finish() {
      if !words.isEmpty { runs.append(.words(words)) }
      words = ""
    }
    var rest = text
    while let first = rest.first {
      var word = rest.prefix { $0.isLetter || $0.isNumber || "_.:".contains($0) }
      while let last = word.last, ".:".contains(last) { word.removeLast() }
      if word.isEmpty {
        words.append(first)
        rest.removeFirst()
        continue
      }
      if isLink(String(word)) {
        finish()
        runs.append(.link(String(word), name: String(word), isCode: false))
      } else {
        words += word
      }
      rest = rest[word.endIndex...]
    }
    finish()
    return runs
  }
}

extension LuaState {
  /// The reference of what is documented here: names of files, and their texts. `index.html` is where to begin; what is
  /// in the folder `markdown` is the same as Markdown.
  ///
  ///     for (file, text) in lua.reference(title: "Polyak") { ... }     // "index.html", "style.css", "losses.html", ...
  ///
  /// - Parameter title: What it is the reference of.
  public func reference(title: String) -> [(file: String, text: String)] {
    let reference = Reference(help, title: title)
    return ReferenceHTML(reference).files + ReferenceMarkdown(reference).files.map { ("markdown/" + $0.file, $0.text) }
  }
}
