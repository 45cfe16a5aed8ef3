import Foundation
import FoundationXML
import Testing

/// scripts/fig4.lua as its user runs it.
@Suite("The script of Figure 4") struct FigureFourScriptTests {
  static let script = Page.root + "/scripts/fig4.lua"
  let folder = TemporaryFolder()

  private func run(_ arguments: String...) throws -> Outcome {
    try polyak([Self.script] + arguments, environment: ["LC_ALL": "C.UTF-8"], in: folder)
  }

  /// The columns of a row of the table of trainings, which the first three name.
  private func row(_ output: String, seed: Int, mu: String, s: String) throws -> [String] {
    let rows = output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return try #require(rows.first { $0.count >= 12 && $0[0] == "\(seed)" && $0[1] == mu && $0[2] == s })
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/fig4").sorted()
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
    #expect(try row(outcome.output, seed: 0, mu: "0.9", s: "0.1").suffix(2) == ["*", "r"])
    #expect(try row(outcome.output, seed: 0, mu: "0", s: "1.5").last == "r")
    #expect(try row(outcome.output, seed: 0, mu: "0", s: "0.1").count == 12)
    #expect(outcome.output.contains("6 of 6 trainings reached L <= 1e-14; 0 did not in 2000000 steps, 0 diverged.\n"))
    #expect(outcome.output.contains("Figure 4(a): η = 0.01, 1 seed") && outcome.output.contains("Figure 4(d)"))
    #expect(
      try names() == [
        "code", "fig4-mechanism.svg", "fig4-scales.svg", "fig4.svg", "fig4a.csv", "fig4a.svg", "fig4b.csv", "fig4b.svg",
        "fig4c.csv", "fig4c.svg", "fig4d.svg", "journal",
        "outputs.json", "runs", "settings.json",
      ])
    let rows = try folder.read("results/fig4/fig4a.csv").split(separator: "\n")
    #expect(rows.count == 7 && rows[0].hasPrefix("seed,mu,s,ending,steps,loss,distance,"))
    for name in ["", "-mechanism", "-scales", "a", "b", "c", "d"] {
      let document = try XMLDocument(data: Data(try folder.read("results/fig4/fig4\(name).svg").utf8))
      #expect(document.rootElement()?.name == "svg")
    }
  }

  @Test func `marks trainings that did not converge, and draws them apart`() throws {
    // Seed 0 takes 980 steps, seed 1 takes 1007.
    let arguments = ["--s", "0.7", "--mu", "0", "--seeds", "0,1", "--steps"]
    let outcome = try polyak([Self.script] + arguments + ["990"], environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try row(outcome.output, seed: 0, mu: "0", s: "0.7").count == 12)
    #expect(try row(outcome.output, seed: 1, mu: "0", s: "0.7").suffix(2) == ["not", "converged"])
    #expect(outcome.output.contains("1 of 2 trainings reached L <= 1e-14; 1 did not in 990 steps, 0 diverged.\n"))
    // No line through the mean of one; a dot for the one, a cross for the other.
    #expect(outcome.output.contains("\n‖w − w*‖   ◦ GD   ◦ a seed   ✖ not converged\n"), "\(outcome.output)")
    #expect(outcome.output.contains("\nerror   ◦ GD, joint   ◦ GD, block   ◦ GD, KKT residual   ◦ a seed\n"))
    #expect(try folder.read("results/fig4/fig4a.svg").contains("aria-label=\"not converged\""))
    // With steps enough there is the mean.
    let whole = try polyak(
      [Self.script] + arguments + ["2000", "--out", "whole"], environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(whole.output.contains("\n‖w − w*‖   ● GD   ◦ a seed\n"), "\(whole.output)")
    #expect(try !folder.read("whole/fig4a.svg").contains("not converged"))
    // A scale at which a seed is left out parts the line in two, here into points.
    let parted = try run("--s", "0.7,0.71,0.9,1", "--mu", "0", "--seeds", "0,1", "--steps", "990", "--out", "parted")
    #expect(parted.output.contains("\n‖w − w*‖   ─●─ GD   ◦ a seed   ✖ not converged\n"), "\(parted.output)")
  }

  @Test func `a training that did not converge alone leaves no figure of relative errors`() throws {
    let outcome = try run("--s", "0.1", "--mu", "0", "--seeds", "0", "--steps", "100")
    #expect(outcome.code == 0 && outcome.output.contains("No training for Figure 4(d): relative errors of converged"))
    for name in ["○ GD, block (not converged)", "● GD, joint (not converged)"] {
      #expect(outcome.output.contains(name), "\(outcome.output)")
    }
    #expect(try !names().contains("fig4d.svg"))
  }

  @Test func `says which trainings diverged`() throws {
    let outcome = try run("--s", "1", "--mu", "0.5", "--seeds", "0", "--normalization", "sum")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try row(outcome.output, seed: 0, mu: "0.5", s: "1").suffix(3) == ["*", "r", "diverged"])
    #expect(outcome.output.contains("0 of 1 trainings reached L <= 1e-14; 0 did not in 2000000 steps, 1 diverged.\n"))
    #expect(outcome.output.allSatisfy { $0 != "\t" } && outcome.output.split(separator: "\n")[1].count < 120)
  }

  @Test("counts components of kappa that change sign in the last step", arguments: [("0.9", 14), ("0.95", 12)])
  func lastSign(_ mu: String, _ steps: Int) throws {
    let outcome = try run("--s", "0.1", "--mu", mu, "--seeds", "0", "--steps", "\(steps)")
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    // Every iterate looked at, and those before the last.
    let counts = try polyak(
      "-e",
      """
      local p = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0}
      local run = optim.hb{loss = p:loss(), eta = 0.01, mu = \(mu)}:run(p:start(0.1, 0.9), \(steps))
      local kappa = dln.kappa(run)
      local function count(last)
        local changed = 0
        for j = 1, 100 do
          local positive = true
          for k = 1, last do positive = positive and kappa:get(k, j) > 0 end
          if not positive then changed = changed + 1 end
        end
        return changed
      end
      print(count(\(steps) + 1), count(\(steps)))
      """
    ).output.split { $0.isWhitespace }.map(String.init)
    #expect(counts.count == 2 && counts[0] != counts[1])
    #expect(try row(outcome.output, seed: 0, mu: mu, s: "0.1")[11] == counts[0])
  }

  @Test func `leaves no figure of other trainings beside new data, and nothing else is removed`() throws {
    let small = ["--n", "5", "--d", "10", "--nonzero", "1", "--seeds", "0"]
    _ = try polyak([Self.script] + small + ["--s", "0.3", "--mu", "0"], in: folder)
    #expect(try names().filter { $0.hasSuffix(".svg") } == ["fig4.svg", "fig4a.svg", "fig4b.svg", "fig4c.svg", "fig4d.svg"])
    try folder.write("mine", to: "results/fig4/fig4e.svg")
    let outcome = try polyak([Self.script] + small + ["--s", "0.1", "--mu", "0.95"], in: folder)
    #expect(outcome.code == 0 && outcome.output.contains("No training for Figure 4(c)"), "\(outcome)")
    #expect(try names().filter { $0.hasSuffix(".svg") } == ["fig4.svg", "fig4a.svg", "fig4b.svg", "fig4e.svg"])
    #expect(try folder.read("results/fig4/fig4c.csv").split(separator: "\n").count == 1)
  }

  @Test func `another scale is shown without another training`() throws {
    let small = ["--n", "5", "--d", "10", "--nonzero", "1", "--seeds", "0", "--mu", "0", "--s", "0.3,0.5", "--curve"]
    let first = try polyak([Self.script] + small + ["0.3"], in: folder)
    let before = try modified("results/fig4/journal"), curve = try folder.read("results/fig4/fig4b.csv")
    let second = try polyak([Self.script] + small + ["0.5"], in: folder)
    #expect(first.code == 0 && second.code == 0 && before.count == 2)
    #expect(try modified("results/fig4/journal") == before)
    #expect(second.output.contains("Figure 4(b): s = 0.5") && second.output.contains("at the end, s = 0.5"))
    let steps = try row(second.output, seed: 0, mu: "0", s: "0.5")[3]
    let rows = try folder.read("results/fig4/fig4b.csv").split(separator: "\n")
    #expect(try folder.read("results/fig4/fig4b.csv") != curve && rows[1].hasPrefix("0,0,0,"))
    #expect(rows[rows.count - 1].hasPrefix("0,0,\(steps),"), "\(rows[rows.count - 1])")
  }

  private func modified(_ path: String) throws -> [String: Date] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + path)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)/\($0)")
        return ($0, try #require(attributes[.modificationDate] as? Date))
      })
  }

  @Test func `the bar moves inside a training, and Ctrl-C ends it in one line`() throws {
    let session = try PromptSession(
      Self.script, "--s", "0.01", "--mu", "0", "--seeds", "0", "--eta", "0.0005", environment: ["TERM": "xterm"],
      in: folder)
    #expect(session.shows("fig4  0/1 runs  [#") != nil)
    session.type("\u{3}")
    #expect(session.shows("\(programPath): fig4: interrupted with 0 of 1 runs done\r\n") != nil)
    #expect(session.exitCode() == 1)
    #expect(session.shows("traceback", within: 0.1) == nil)
  }

  @Test func `what its user does wrong is told in a line, without the calls that found it`() throws {
    let small = ["--n", "5", "--d", "10", "--nonzero", "1", "--seeds", "0", "--mu", "0", "--s"]
    #expect(
      try polyak([Self.script] + small + ["0.3,0.3"], in: folder)
        == Outcome(errors: "\(programPath): fig4: runs 1 and 2 are the same: mu = 0, s = 0.3, seed = 0\n", code: 1))
    _ = try polyak([Self.script] + small + ["0.3"], in: folder)
    #expect(
      try polyak([Self.script] + small + ["0.3", "--theta", "0.8"], in: folder)
        == Outcome(
          errors: """
            \(programPath): fig4: 'results/fig4/settings.json' is of other settings:
              settings.theta: 0.9 there, 0.8 here
            Give another folder, or delete 'results/fig4' with the runs in it.

            """, code: 1))
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
    (
      ["--normalization", "men"],
      "fig4: option '--normalization' must be 'mean' or 'sum', got 'men' (did you mean 'mean'?)"
    ),
    (["--curve", "0.2", "--s", "0.1,0.3"], "fig4: option '--curve' must be one of the scales --s, 0.1, 0.3, got 0.2"),
    (["--thata", "1"], "fig4: unknown option '--thata' (did you mean '--theta'?)"),
  ]

  @Test("refuses options that are wrong", arguments: refusals)
  func refusal(_ arguments: [String], _ message: String) throws {
    #expect(try polyak([Self.script] + arguments, in: folder) == Outcome(errors: message + "\n", code: 1))
  }
}
