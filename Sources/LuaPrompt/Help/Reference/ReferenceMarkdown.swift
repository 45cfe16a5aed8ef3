/// Writes the reference as Markdown with tables.
struct ReferenceMarkdown {
  private let reference: Reference

  init(_ reference: Reference) { self.reference = reference }

  var files: [(file: String, text: String)] {
    [("index.md", index)] + reference.pages.map { (file(of: $0), text(of: $0)) }
  }

  private func file(of page: ReferencePage) -> String { page.file + ".md" }

  // MARK: Pages

  private var index: String {
    var parts = ["# \(escaped(reference.title))"]
    for group in ReferencePage.Group.allCases {
      let pages = reference.pages(in: group)
      if pages.isEmpty { continue }
      let items = pages.map { "- [\(escaped($0.title))](\(file(of: $0))) \(inline($0.subject))" }
      parts += ["## \(group.rawValue)", items.joined(separator: "\n")]
    }
    let names = reference.names.map { name, summary in
      "- [`\(name)`](\(address(of: name) ?? "index.md")) \(inline(summary))"
    }
    return document(parts + ["## All names", names.joined(separator: "\n")])
  }

  private func text(of page: ReferencePage) -> String {
    var parts = [anchor(page.anchor), "# \(escaped(page.title))"]
    if page.group == .recipes { parts.append("`?\(page.anchor)`") }
    parts += introduction(page.introduction)
    for section in page.sections {
      parts += [anchor(section.anchor ?? ""), "## \(escaped(section.heading))"] + introduction(section.introduction)
      if !section.operators.isEmpty { parts.append("Operators: " + section.operators.map { "`\($0)`" }.joined(separator: " ")) }
      if !section.variables.isEmpty { parts.append(table(section.variables, hasStandIns: false)) }
      for entry in section.entries { parts += text(of: entry) }
    }
    return document(parts + ["[\(escaped(reference.title))](index.md)"])
  }

  private func document(_ parts: [String]) -> String { parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n" }

  private func anchor(_ name: String) -> String { name.isEmpty ? "" : "<a id=\"\(ReferenceHTML.escaped(name))\"></a>" }

  private func text(of entry: ReferencePage.Entry) -> [String] {
    var parts = [anchor(entry.anchor), "### \(escaped(entry.name))"]
    let result = entry.result.map { " → " + inline(reference.runs(ofType: $0)) } ?? ""
    for (i, signature) in entry.signatures.enumerated() { parts.append("`\(signature)`" + (i == 0 ? result : "")) }
    var words = entry.introduction
    words.example = nil
    parts += introduction(words)
    for table in entry.tables { parts += [table.heading ?? "", self.table(table.rows, hasStandIns: true)] }
    if let example = entry.introduction.example { parts.append(code(example)) }
    return parts
  }

  private func table(_ rows: [ReferencePage.Row], hasStandIns: Bool) -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ") + " |"
    }
    let heads = ["Name", "Type"] + (hasStandIns ? ["Default"] : []) + ["What it is"]
    let lines = rows.map { row in
      let name = String(repeating: "&nbsp;&nbsp;", count: row.depth) + "`\(row.depth > 0 ? "." : "")\(row.name)`"
      let standIn = hasStandIns ? [escaped(row.standIn ?? "")] : []
      return line([anchor(row.anchor ?? "") + name, inline(reference.runs(ofType: row.type))] + standIn + [inline(row.words)])
    }
    return ([line(heads), line(heads.map { _ in "---" })] + lines).joined(separator: "\n")
  }

  // MARK: Text

  private func introduction(_ introduction: ReferenceIntroduction) -> [String] {
    var parts = introduction.summary.isEmpty ? [] : [inline(introduction.summary)]
    for text in introduction.details {
      parts.append(text.hasPrefix("* ") ? "- " + inline(String(text.dropFirst(2))) : inline(text))
    }
    if let example = introduction.example { parts.append(code(example)) }
    return parts
  }

  private func code(_ text: String) -> String { "```lua\n\(text)\n```" }

  private func address(of name: String) -> String? { reference.places[name].map { file(of: $0) + "#" + name } }

  private func inline(_ text: String) -> String { inline(reference.runs(text)) }

  private func inline(_ runs: [Reference.Run]) -> String {
    runs.map { run in
      switch run {
      case .words(let text): return escaped(text)
      case .code(let text): return "`\(text)`"
      case .link(let text, let name, let isCode):
        let shown = isCode ? "`\(text)`" : escaped(text)
        return address(of: name).map { "[\(shown)](\($0))" } ?? shown
      }
    }.joined()
  }

  /// Text in which nothing is markup.
  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\`*_[]<>#~$".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
