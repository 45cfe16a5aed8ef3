import Foundation
import Testing

/// scripts/paper.lua as its user runs it.
@Suite("The script of the paper's claims") struct PaperScriptTests {
  static let script = Page.root + "/scripts/paper.lua"
  let folder = TemporaryFolder()

  private func run(_ arguments: String...) throws -> Outcome {
    try polyak([Self.script] + arguments, environment: ["LC_ALL": "C.UTF-8"], in: folder)
  }

  @Test func `finds every verdict that is known`() throws {
    let list = try run("--list")
    #expect(list.code == 0 && list.errors == "")
    let names = list.output.split(separator: "\n").dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(names.count > 90 && Set(names).count == names.count)
    // Seconds for a program that is optimized, minutes for another. What takes more than one says so on the standard error.
    let streams = TemporaryFolder()
    let launched = try Launched(
      [Self.script], environment: ["LC_ALL": "C.UTF-8", "HOME": folder.path], folder: folder.path,
      files: (try streams.write("", to: "in"), streams.path + "/out", streams.path + "/err"))
    #expect(launched.wait(seconds: 600) == 0)
    let output = try streams.read("out")
    #expect(!output.contains("CHANGED"), "\(output)")
    let data = try JSONSerialization.jsonObject(with: Data(try folder.read("results/paper/paper.json").utf8))
    let claims = try #require(data as? [[String: Any]])
    #expect(claims.map { $0["id"] as? String } == names)
    for claim in claims { #expect(claim["verdict"] as? String == claim["expected"] as? String) }
    let page = try folder.read("results/paper/paper.html")
    for name in names { #expect(page.contains(">\(name)<")) }
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

  @Test func `makes the folder of its report`() throws {
    let outcome = try run("--only", "eq19", "--report", "there/deep/page.html")
    #expect(outcome.code == 0 && outcome.errors == "")
    #expect(try folder.read("there/deep/page.html").hasPrefix("<!DOCTYPE html>"))
  }

  @Test func `has a claim for every equation, which its number names`() throws {
    let numbers = (1...113).map(String.init)
    let all = try run("--list", "--only", numbers.joined(separator: ","))
    #expect(all.code == 0 && all.errors == "")
    let outcome = try run("--list", "--only", "19,100,eq112")
    #expect(outcome.output.split(separator: "\n").dropFirst().map { $0.prefix { $0 != " " } } == ["eq19", "eq98", "eq112"])
  }

  static let refusals: [([String], String)] = [
    (["--only", "eq19,eq91"], "paper: option '--only' must name claims, got 'eq91' (did you mean 'eq1'?)"),
    (["--only", "114"], "paper: option '--only' must name claims, got '114' (--list shows them)"),
    (["--only", "zzz"], "paper: option '--only' must name claims, got 'zzz' (--list shows them)"),
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
