import Foundation
import Testing

/// scripts/paper.lua as its user runs it.
@Suite("The script of the paper's claims") struct PaperScriptTests {
  static let script = Page.root + "/scripts/paper.lua"
  let folder = TemporaryFolder()

  private func run(_ arguments: String...) throws -> Outcome {
    try polyak([Self.script] + arguments, environment: ["LC_ALL": "C.UTF-8"], in: folder)
  }

  /// The names of all claims.
  private func names() throws -> [String] {
    let list = try run("--list")
    #expect(list.code == 0 && list.errors == "")
    return list.output.split(separator: "\n").dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  @Test("finds every verdict that is known", arguments: 0..<6) func verdicts(_ part: Int) throws {
    let all = try names()
    #expect(all.count > 90 && Set(all).count == all.count)
    let some = Array(all[part * all.count / 6..<(part + 1) * all.count / 6])
    // What takes more than a minute says so on the standard error.
    let outcome = try run("--only", some.joined(separator: ","))
    #expect(outcome.code == 0, "\(outcome.errors)\(outcome.output)")
    #expect(!outcome.output.contains("CHANGED"))
    let data = try JSONSerialization.jsonObject(with: Data(try folder.read("results/paper/paper.json").utf8))
    let claims = try #require(data as? [[String: Any]])
    #expect(claims.map { $0["id"] as? String } == some)
    for claim in claims { #expect(claim["verdict"] as? String == claim["expected"] as? String) }
    let page = try folder.read("results/paper/paper.html")
    for claim in claims { #expect(page.contains(">\(claim["id"] as? String ?? "?")<")) }
  }

  @Test func `shows all that was found of the claims that are asked for`() throws {
    let outcome = try run("--only", "eq19", "--out", "here")
    #expect(outcome.code == 0 && outcome.errors == "")
    #expect(
      outcome.output == """
        Equation (19)  the second counter term
          For large k the counter term of order 3 has (1 + μ)(1 + 5μ)/12 before ω₂.
          as printed  no   the recursion at step 8: differs (exactly)
          corrected   yes  the recursion at step 8: equal (exactly)
          holds with a correction: ω₂ has (1 + 10μ + μ²)/12, as in (20) and (70).

        holds with a correction  1
        The report is here/paper.html.

        """, "\(outcome.output)")
  }

  static let refusals: [([String], String)] = [
    (["--only", "eq19,eq91"], "paper: option '--only' must name claims, got 'eq91' (did you mean 'eq1'?)"),
    (["--only", "42"], "paper: option '--only' must name claims, got '42' (--list shows them)"),
    (["--report", "paper.pdf"], "paper: option '--report' must be a name that ends in .html, got 'paper.pdf'"),
    (["--ful"], "paper: unknown option '--ful' (did you mean '--full'?)"),
  ]

  @Test("refuses options that are wrong, and computes nothing", arguments: refusals)
  func refusal(_ arguments: [String], _ message: String) throws {
    let outcome = try polyak([Self.script] + arguments, in: folder)
    #expect(outcome == Outcome(errors: message + "\n", code: 1))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
