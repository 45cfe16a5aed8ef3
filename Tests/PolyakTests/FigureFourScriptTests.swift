import Foundation
import FoundationXML
import Testing

/// scripts/fig4.lua as its user runs it.
@Suite("The script of Figure 4") struct FigureFourScriptTests {
  static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../scripts/fig4.lua")
    .standardizedFileURL.path
  let folder = TemporaryFolder()

  private func run(_ arguments: String...) throws -> Outcome {
    try polyak([Self.script] + arguments, environment: ["LC_ALL": "C.UTF-8"], in: folder)
  }

  /// The columns of a row of the table of trainings, which the first three name.
  private func row(_ output: String, seed: Int, mu: String, s: String) throws -> [String] {
    let rows = output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return try #require(rows.first { $0.count >= 12 && $0[0] == "\(seed)" && $0[1] == mu && $0[2] == s })
  }

  @Test func `ends where gradient descent does on the paper's problem, and nearer to w* for small s only`() throws {
    let outcome = try run("--s", "0.1,1.5", "--mu", "0,0.9,0.95", "--seeds", "0")
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    // NumPy's iterates end at these distances.
    #expect(try row(outcome.output, seed: 0, mu: "0", s: "0.1")[5] == "1.3522")
    #expect(try row(outcome.output, seed: 0, mu: "0", s: "1.5")[5] == "7.9957")
    #expect(try row(outcome.output, seed: 0, mu: "0.9", s: "0.1")[5] == "1.4677")
    #expect(try row(outcome.output, seed: 0, mu: "0.95", s: "1.5")[5] == "3.7423")
    // Heavy ball with mu = 0.9 leaves the flow's radius, and components of kappa change sign.
    #expect(try row(outcome.output, seed: 0, mu: "0.9", s: "0.1").last == "*")
    #expect(outcome.output.contains("6 of 6 trainings reached L <= 1e-14; 0 did not in 2000000 steps, 0 diverged.\n"))
    #expect(outcome.output.contains("Figure 4(a): eta = 0.01, 1 seed") && outcome.output.contains("Figure 4(d)"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/fig4").sorted()
    #expect(
      names.filter { $0.hasPrefix("fig4") }
        == ["fig4.json", "fig4a.csv", "fig4a.svg", "fig4b.csv", "fig4b.svg", "fig4c.csv", "fig4c.svg", "fig4d.svg"])
    let rows = try folder.read("results/fig4/fig4a.csv").split(separator: "\n")
    #expect(rows.count == 7 && rows[0].hasPrefix("seed,mu,s,ending,steps,loss,distance,"))
    for name in ["a", "b", "c", "d"] {
      let document = try XMLDocument(data: Data(try folder.read("results/fig4/fig4\(name).svg").utf8))
      #expect(document.rootElement()?.name == "svg")
    }
  }

  @Test func `says which trainings did not converge, and which diverged`() throws {
    let outcome = try run(
      "--s", "0.1", "--mu", "0,0.9", "--seeds", "1", "--steps", "50", "--normalization", "sum", "--eta", "0.01")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("not converged") || outcome.output.contains("diverged"))
    #expect(outcome.output.contains("0 of 2 trainings reached L <= 1e-14"))
  }

  @Test func `does no training twice, and refuses a journal of other settings`() throws {
    let small = ["--n", "5", "--d", "10", "--nonzero", "1", "--s", "0.3", "--seeds", "0", "--mu"]
    let first = try polyak([Self.script] + small + ["0"], in: folder)
    #expect(first.code == 0, "\(first.errors)")
    // Another momentum: the training that is there is read, and the table has both.
    let both = try polyak([Self.script] + small + ["0,0.5"], in: folder)
    #expect(both.code == 0 && both.output.contains("2 of 2 trainings"))
    #expect(
      try row(first.output, seed: 0, mu: "0", s: "0.3") == row(both.output, seed: 0, mu: "0", s: "0.3"))
    let other = try polyak([Self.script] + small + ["0", "--eta", "0.02"], in: folder)
    #expect(other.code == 1 && other.output == "" && other.errors.contains("eta"), "\(other.errors)")
  }

  static let refusals: [([String], String)] = [
    (["--s", "0"], "fig4: option '--s' must be a number > 0, or several with commas between, got '0'"),
    (["--s", "0.1,-1"], "fig4: option '--s' must be a number > 0, or several with commas between, got '0.1,-1'"),
    (["--mu", "0.5,1"], "fig4: option '--mu' must be a number in [0, 1), or several with commas between, got '0.5,1'"),
    (["--nonzero", "101"], "fig4: option '--nonzero' must be at most d = 100, got 101"),
    (["--normalization", "men"],
      "fig4: option '--normalization' must be one of mean, sum, got 'men' (did you mean 'mean'?)"),
    (["--thata", "1"], "fig4: unknown option '--thata' (did you mean '--theta'?)"),
  ]

  @Test("refuses options that are wrong", arguments: refusals)
  func refusal(_ arguments: [String], _ message: String) throws {
    #expect(try polyak([Self.script] + arguments, in: folder) == Outcome(errors: message + "\n", code: 1))
  }
}

/// scripts/fig3.lua as its user runs it.
@Suite("The script of Figure 3") struct FigureThreeScriptTests {
  static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../scripts/fig3.lua")
    .standardizedFileURL.path
  let folder = TemporaryFolder()

  @Test func `shows every model in both normalizations, and says where no flow follows heavy ball`() throws {
    let outcome = try polyak(
      [Self.script, "--steps", "400", "--mu", "0.3,0.9"], environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    for text in [
      "Figure 3: mu = 0.3, eta = 0.001, L = |Xw - y|^2 / (2n)\n", "Figure 3: mu = 0.9, eta = 0.001, L = |Xw - y|^2\n",
      "r = 0.011 at the start", "no flow follows heavy ball where r > 1", "HBF 2, piecewise, accurate",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/fig3").sorted()
    #expect(
      names.filter { $0.hasSuffix(".svg") } == [
        "fig3-mean-mu0.3.svg", "fig3-mean-mu0.9.svg", "fig3-sum-mu0.3.svg", "fig3-sum-mu0.9.svg",
      ])
    let rows = try folder.read("results/fig3/fig3-mean-mu0.3.csv").split(separator: "\n")
    #expect(rows.count == 402 && rows[0].hasPrefix("k,squared_error_rgf,squared_error_joint,squared_error_block,"))
    // The flow with all second derivatives is of order 2; rescaled gradient flow is of order 1.
    let last = rows[401].split(separator: ",").compactMap { Double($0) }
    #expect(last.count == 8 && last[2] < 0.2 * last[1] && last[7] < 0.01 * last[2])
  }

  @Test func `refuses more nonzeros than unknowns`() throws {
    #expect(
      try polyak([Self.script, "--d", "4"], in: folder)
        == Outcome(errors: "fig3: option '--nonzero' must be at most d = 4, got 5\n", code: 1))
  }
}
