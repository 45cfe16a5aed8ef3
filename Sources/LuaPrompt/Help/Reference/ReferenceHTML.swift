/// Writes the reference as web pages that need no network; each is well-formed XML too.
struct ReferenceHTML {
  private let reference: Reference

  init(_ reference: Reference) { self.reference = reference }

  var files: [(file: String, text: String)] {
    [("index.html", index)] + reference.pages.map { (file(of: $0), text(of: $0)) }
      + [("style.css", Self.style), ("search.js", Self.script)]
  }

  private func file(of page: ReferencePage) -> String { page.file + ".html" }

  private func address(of name: String) -> String? {
    reference.places[name].map { file(of: $0) + "#" + Self.escaped(name) }
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }

  // MARK: Pages

  private func document(_ title: String, page: ReferencePage?, _ content: String, script: Bool = false) -> String {
    let name = Self.escaped(reference.title)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>\(Self.escaped(title))</title>
      <link rel="stylesheet" href="style.css"/>
      </head>
      <body>
      <nav>
      <p class="title"><a href="index.html">\(name)</a></p>
      <form action="index.html"><input type="search" name="q" placeholder="Search names" aria-label="Search names"/></form>
      \(navigation(page))
      </nav>
      <main>
      \(content)
      </main>
      \(script ? "<script src=\"search.js\"></script>\n" : "")</body>
      </html>

      """
  }

  private func navigation(_ current: ReferencePage?) -> String {
    groups { page in
      let mark = page.file == current?.file ? " aria-current=\"page\"" : ""
      return "<li><a href=\"\(file(of: page))\"\(mark)>\(Self.escaped(page.title))</a></li>"
    }
  }

  private func groups(_ item: (ReferencePage) -> String) -> String {
    ReferencePage.Group.allCases.compactMap { group in
      let pages = reference.pages(in: group)
      if pages.isEmpty { return nil }
      return "<h2>\(Self.escaped(group.rawValue))</h2>\n<ul>\n\(pages.map(item).joined(separator: "\n"))\n</ul>"
    }.joined(separator: "\n")
  }

  private var index: String {
    let overview = groups { page in
      "<li><a href=\"\(file(of: page))\">\(Self.escaped(page.title))</a> \(inline(page.subject))</li>"
    }
    let names = reference.names.map { name, summary in
      "<li><a href=\"\(address(of: name) ?? "index.html")\"><code>\(Self.escaped(name))</code></a> \(inline(summary))</li>"
    }
    return document(
      reference.title, page: nil,
      """
      <h1>\(Self.escaped(reference.title))</h1>
      \(overview)
      <h2 id="names">All names</h2>
      <p><input type="search" id="search" placeholder="Part of a name" aria-label="Part of a name"/> <span id="count"></span></p>
      <ul id="list">
      \(names.joined(separator: "\n"))
      </ul>
      """, script: true)
  }

  private func text(of page: ReferencePage) -> String {
    var parts = ["<h1\(id(page.anchor))>\(Self.escaped(page.title))</h1>"]
    if page.group == .recipes { parts.append("<p class=\"name\"><code>?\(Self.escaped(page.anchor))</code></p>") }
    parts += introduction(page.introduction)
    for section in page.sections {
      parts.append("<h2\(id(section.anchor ?? ""))>\(Self.escaped(section.heading))</h2>")
      parts += introduction(section.introduction)
      if !section.operators.isEmpty {
        parts.append("<p>Operators: \(section.operators.map { "<code>\(Self.escaped($0))</code>" }.joined(separator: " "))</p>")
      }
      if !section.variables.isEmpty { parts.append(table(section.variables, hasStandIns: false)) }
      for entry in section.entries { parts += text(of: entry) }
    }
    return document("\(page.title) - \(reference.title)", page: page, parts.joined(separator: "\n"))
  }

  private func id(_ anchor: String) -> String { anchor.isEmpty ? "" : " id=\"\(Self.escaped(anchor))\"" }

  private func text(of entry: ReferencePage.Entry) -> [String] {
    let address = "<a href=\"#\(Self.escaped(entry.anchor))\">\(Self.escaped(entry.name))</a>"
    var parts = ["<section\(id(entry.anchor))>", "<h3>\(address)</h3>"]
    let result = entry.result.map { " &#8594; " + inline(reference.runs(ofType: $0)) } ?? ""
    for (i, signature) in entry.signatures.enumerated() {
      parts.append("<p class=\"signature\"><code>\(Self.escaped(signature))</code>\(i == 0 ? result : "")</p>")
    }
    var words = entry.introduction
    words.example = nil
    parts += introduction(words)
    for table in entry.tables {
      if let heading = table.heading { parts.append("<p>\(Self.escaped(heading))</p>") }
      parts.append(self.table(table.rows, hasStandIns: true))
    }
    if let example = entry.introduction.example { parts.append(code(example)) }
    return parts + ["</section>"]
  }

  private func table(_ rows: [ReferencePage.Row], hasStandIns: Bool) -> String {
    let cells = rows.map { row in
      let standIn = hasStandIns ? "<td>\(Self.escaped(row.standIn ?? ""))</td>" : ""
      let name = "<code>\(row.depth > 0 ? "." : "")\(Self.escaped(row.name))</code>"
      return "<tr\(id(row.anchor ?? ""))><td class=\"depth\(row.depth)\">\(name)</td>"
        + "<td>\(inline(reference.runs(ofType: row.type)))</td>\(standIn)<td>\(inline(row.words))</td></tr>"
    }
    let heads = ["Name", "Type"] + (hasStandIns ? ["Default"] : []) + ["What it is"]
    return "<div class=\"table\"><table>\n<thead><tr>\(heads.map { "<th>\($0)</th>" }.joined())</tr></thead>\n<tbody>\n"
      + cells.joined(separator: "\n") + "\n</tbody>\n</table></div>"
  }

  // MARK: Text

  private func introduction(_ introduction: ReferenceIntroduction) -> [String] {
    var parts: [String] = introduction.summary.isEmpty ? [] : ["<p>\(inline(introduction.summary))</p>"]
    var items: [String] = []
    func finish() {
      if !items.isEmpty { parts.append("<ul>\n\(items.map { "<li>\($0)</li>" }.joined(separator: "\n"))\n</ul>") }
      items = []
    }
    for text in introduction.details {
      if text.hasPrefix("* ") {
        items.append(inline(String(text.dropFirst(2))))
      } else {
        finish()
        parts.append("<p>\(inline(text))</p>")
      }
    }
    finish()
    if let example = introduction.example { parts.append(code(example)) }
    return parts
  }

  private func code(_ text: String) -> String { "<pre><code>\(Self.escaped(text))</code></pre>" }

  private func inline(_ text: String) -> String { inline(reference.runs(text)) }

  private func inline(_ runs: [Reference.Run]) -> String {
    runs.map { run in
      switch run {
      case .words(let text): return Self.escaped(text)
      case .code(let text): return "<code>\(Self.escaped(text))</code>"
      case .link(let text, let name, let isCode):
        let shown = isCode ? "<code>\(Self.escaped(text))</code>" : Self.escaped(text)
        return address(of: name).map { "<a href=\"\($0)\">\(shown)</a>" } ?? shown
      }
    }.joined()
  }
}
