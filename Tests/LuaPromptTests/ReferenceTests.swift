import Testing

@testable import LuaKit
@testable import LuaPrompt

private let x = Parameter("x", .number(above: 0), "with `tools.twice` | and <b>")
private let y = Parameter("y", .integer, "", default: 2), rest = VariadicParameter("rest", .string)
private let stop = Parameter("stop", ParameterType<Double?>.options(y) { _ in nil }, "when").optional

private final class Pair: LuaObject {
  static let luaClass = ClassDeclaration(Pair.self, "Pair", "Two.", [
    .property("x", "an x", .number) { _ in 1.0 }, .method("dot", "Multiplies.") { _, _ in },
  ])
}

@Suite struct `A reference` {
  let lua = LuaState()

  init() throws {
    try lua.register(
      Module(
        "tools", "Tools & more.", functions: [
          Function(
            "twice", "Twice *x*.", [x], returns: .object(Pair.self).or(.number), example: "tools.twice(1) < 3  --> true"
          ) { _ in },
          Function("many", "See tools.twice.", [], variadic: rest, options: [stop]) { _ in },
        ], constants: [Module.Constant("two", 2, "two")], classes: [Pair.self]))
    try lua.register(Module("", "Globals.", functions: [Function("f", "F.") { _ in }]))
  }

  private func file(_ name: String) throws -> String {
    try #require(lua.reference(title: "Mine").first { $0.file == name }).text
  }

  @Test func `is web pages and the same as Markdown`() throws {
    let names = ["index", "globals", "tools"]
    let expected = names.map { $0 + ".html" } + ["style.css", "search.js"] + names.map { "markdown/\($0).md" }
    #expect(lua.reference(title: "Mine").map(\.file) == expected)
    let text = try file("tools.html")
    #expect(text.contains("""
      <h1 id="tools">tools</h1>
      <p>Tools &amp; more.</p>
      <h2>Functions</h2>
      <div class="table"><table>
      <thead><tr><th>Name</th><th>Type</th><th>What it is</th></tr></thead>
      <tbody>
      <tr id="tools.two"><td class="depth0"><code>tools.two</code></td><td>2</td><td>two</td></tr>
      </tbody>
      </table></div>
      <section id="tools.twice">
      <h3><a href="#tools.twice">tools.twice</a></h3>
      <p class="signature"><code>tools.twice(x)</code> &#8594; <a href="tools.html#Pair">Pair</a> or number</p>
      <p>Twice *x*.</p>
      <div class="table"><table>
      <thead><tr><th>Name</th><th>Type</th><th>Default</th><th>What it is</th></tr></thead>
      <tbody>
      <tr><td class="depth0"><code>x</code></td><td>number &gt; 0</td><td>required</td><td>with <a href="tools.html#tools.twice"><code>tools.twice</code></a> | and &lt;b&gt;</td></tr>
      </tbody>
      </table></div>
      <pre><code>tools.twice(1) &lt; 3  --&gt; true</code></pre>
      </section>
      """), "\(text)")
    #expect(text.contains("""
      <tr><td class="depth0"><code>rest, ...</code></td><td>string</td><td>any number</td><td></td></tr>
      <tr><td class="depth0"><code>stop</code></td><td>{y}</td><td>optional</td><td>when</td></tr>
      <tr><td class="depth1"><code>.y</code></td><td>integer</td><td>2</td><td></td></tr>
      """), "\(text)")
    let markdown = try file("markdown/tools.md")
    #expect(markdown.contains("""
      <a id="tools.twice"></a>

      ### tools.twice

      `tools.twice(x)` → [Pair](tools.md#Pair) or number

      Twice \\*x\\*.

      | Name | Type | Default | What it is |
      | --- | --- | --- | --- |
      | `x` | number \\> 0 | required | with [`tools.twice`](tools.md#tools.twice) \\| and \\<b\\> |

      ```lua
      tools.twice(1) < 3  --> true
      ```
      """), "\(markdown)")
    #expect(markdown.contains("| &nbsp;&nbsp;`.y` | integer | 2 |  |"), "\(markdown)")
    #expect(try file("markdown/index.md").contains("- [`f`](globals.md#f) F."))
  }

  @Test("finds what words lead to", arguments: [
    ("See tools.twice.", [.words("See "), .link("tools.twice", name: "tools.twice", isCode: false), .words(".")]),
    ("`tools.twice(1)`", [.link("tools.twice(1)", name: "tools.twice", isCode: true)]), ("`x` y", [.code("x"), .words(" y")]),
    ("f, tools and Pair", [.words("f, tools and Pair")]), ("tools.twices", [.words("tools.twices")]), ("", []),
    ("pair:dot: a:b", [.link("pair:dot", name: "pair:dot", isCode: false), .words(": a:b")]), ("`open", [.code("open")]),
  ] as [(String, [Reference.Run])])
  func runs(_ text: String, _ expected: [Reference.Run]) {
    #expect(Reference(lua.help, title: "").runs(text) == expected)
  }

  @Test func `gives two classes of one page whose instances are called the same a place each`() throws {
    final class Other: LuaObject {
      static let luaClass = ClassDeclaration(Other.self, "Other", "Another.", instanceName: "pair", [
        .property("x", "an x", .number) { _ in 1.0 }, .method("dot", "Another.") { _, _ in },
      ])
    }
    let lua = LuaState()
    try lua.register(Module("a", "A.", classes: [Pair.self, Other.self]))
    let page = try #require(lua.reference(title: "").first { $0.file == "a.html" }).text
    for id in ["pair.x", "pair:dot", "Other.x", "Other:dot"] { #expect(page.split(separator: "id=\"\(id)\"").count == 2, "\(id)") }
  }
}
