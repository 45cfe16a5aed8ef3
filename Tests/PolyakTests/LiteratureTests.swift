import Foundation
import LuaKit
import PolyakModules
import Testing

/// The losses on the page on losses of the literature, against JAX: References/literature.py.
@Suite("Losses of the literature") struct LiteratureTests {
  struct Case: Decodable, Sendable {
    let name: String
    let point: [Double]
    let value: Double
    let gradient: [Double]
  }

  static let cases: [Case] = {
    let json = Page.contents("Tests/PolyakTests/References/literature.json")
    return (try? JSONDecoder().decode([Case].self, from: Data(json.utf8))) ?? []
  }()

  /// A state in which the page's code has run.
  private func page() throws -> LuaState {
    let lua = LuaState()
    try Polyak.open(in: lua)
    let page = try #require(Page.all.first { $0.path.hasSuffix("/LossesOfTheLiterature.md") })
    let lines = page.blocks(in: "polyak").flatMap { $0.text.split(separator: "\n") }
    // What is printed is another test's.
    let code = lines.filter { $0.hasPrefix(">") && !$0.contains(":gradient(") }.map { $0.drop { $0 == ">" } }
    try lua.run(code.joined(separator: "\n"), name: "=page")
    return lua
  }

  @Test("have the values and gradients of JAX") func values() throws {
    #expect(Self.cases.count == 10)
    let lua = try page()
    for c in Self.cases {
      let point = "{\(c.point.map { "\($0)" }.joined(separator: ", "))}"
      let results = try lua.run("return \(c.name)(\(point)), \(c.name):gradient(\(point)):totable()", name: "=case")
      let value = try #require(results[0].number), gradient = try #require(results[1].table?.numbers())
      #expect((value - c.value).magnitude <= 1e-13 * max(1, c.value.magnitude), "\(c.name): \(value), not \(c.value)")
      let scale = c.gradient.reduce(1) { max($0, $1.magnitude) }
      #expect(gradient.count == c.gradient.count)
      for (found, exact) in zip(gradient, c.gradient) {
        #expect((found - exact).magnitude <= 1e-13 * scale, "\(c.name): \(gradient), not \(c.gradient)")
      }
    }
  }
}
