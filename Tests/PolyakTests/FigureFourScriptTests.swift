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
        "fig4a.csv", "fig4a.svg", "fig4b.csv", "fig4b.svg", "fig4c.csv", "fig4c.svg", "fig4d.svg", "journal",
        "outputs.json", "settings.json",
      ])
    let rows = try folder.read("results/fig4/fig4a.csv").split(separator: "\n")
    #expect(rows.count == 7 && rows[0].hasPrefix("seed,mu,s,ending,steps,loss,distance,"))
    for name in ["a", "b", "c", "d"] {
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
    #expect(try folder.read("results/fig4/fig4a.svg").contains(">not converged</text>"))
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
    #expect(outcome.output.contains("○ GD, block (not converged)   ● GD, joint (not converged)"), "\(outcome.output)")
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
      "-e", """
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
    #expect(try names().filter { $0.hasSuffix(".svg") } == ["fig4a.svg", "fig4b.svg", "fig4c.svg", "fig4d.svg"])
    try folder.write("mine", to: "results/fig4/fig4e.svg")
    let outcome = try polyak([Self.script] + small + ["--s", "0.1", "--mu", "0.95"], in: folder)
    #expect(outcome.code == 0 && outcome.output.contains("No training for Figure 4(c)"), "\(outcome)")
    #expect(try names().filter { $0.hasSuffix(".svg") } == ["fig4a.svg", "fig4b.svg", "fig4e.svg"])
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
    return try Dictionary(uniqueKeysWithValues: names.map {
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
    (["--normalization", "men"],
      "fig4: option '--normalization' must be 'mean' or 'sum', got 'men' (did you mean 'mean'?)"),
    (["--curve", "0.2", "--s", "0.1,0.3"], "fig4: option '--curve' must be one of the scales --s, 0.1, 0.3, got 0.2"),
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

  static let small = ["--n", "5", "--d", "10", "--nonzero", "2", "--mu", "0.3"]

  @Test("tables show round steps and the last", arguments: [
    (5, "k = 1  k = 2  k = 5"), (14, "k = 1  k = 2  k = 5  k = 10  k = 14"),
    (20000, "k = 50  k = 200  k = 1000  k = 2000  k = 10000  k = 20000"),
  ])
  func columns(_ steps: Int, _ header: String) throws {
    let outcome = try polyak([Self.script] + Self.small + ["--steps", "\(steps)"], in: folder)
    let line = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("  model") })
    let found = line.split(separator: "  ", omittingEmptySubsequences: true).map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(found.dropFirst().joined(separator: "  ") == header)
  }

  @Test func `starts where it is told, with the loss it is told`() throws {
    let outcome = try polyak(
      [Self.script] + Self.small + ["--steps", "20", "--s", "0.5", "--theta", "0.8", "--normalization", "sum"], in: folder)
    #expect(outcome.code == 0 && outcome.output.components(separatedBy: "Figure 3: ").count == 3, "\(outcome)")
    // The first step of heavy ball against one of rescaled gradient flow by Euler's method, in the definition's words.
    let expected = try polyak(
      "-e", """
        local p = dln.sparse_regression{n = 5, d = 10, nonzero = 2, seed = 0}
        local function slope(plus, minus)
          local w, g = plus * plus - minus * minus, nil
          g = 2 * (p.X:t() * (p.X * w - p.y))
          return 2 * plus * g, -2 * minus * g
        end
        local eta, mu, plus, minus = 1e-3, 0.3, vec(10, 0.4), vec(10, 0.625)
        local a, b = slope(plus, minus)
        local u, v = plus - eta * a, minus - eta * b
        for _ = 1, 10 do
          a, b = slope(plus, minus)
          plus, minus = plus - eta / 10 / (1 - mu) * a, minus - eta / 10 / (1 - mu) * b
        end
        local e = u * u - v * v - plus * plus + minus * minus
        print(e:dot(e))
        """)
    let rows = try folder.read("results/fig3/fig3-sum-mu0.3.csv").split(separator: "\n")
    let found = try #require(rows[2].split(separator: ",").dropFirst().first.flatMap { Double($0) })
    let value = try #require(Double(expected.output.trimmingCharacters(in: .whitespacesAndNewlines)), "\(expected)")
    #expect(rows[2].hasPrefix("1,") && abs(found / value - 1) < 1e-9, "\(found) \(value)")
  }

  @Test func `leaves no figure of other momenta beside new data`() throws {
    let rest = ["--n", "5", "--d", "10", "--nonzero", "2", "--steps", "20", "--normalization", "mean", "--mu"]
    _ = try polyak([Self.script] + rest + ["0.3,0.6"], in: folder)
    _ = try polyak([Self.script] + rest + ["0.6"], in: folder)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/fig3").sorted()
        == ["fig3-mean-mu0.6.csv", "fig3-mean-mu0.6.svg", "journal", "outputs.json", "settings.json"])
  }

  @Test func `refuses more nonzeros than unknowns`() throws {
    #expect(
      try polyak([Self.script, "--d", "4"], in: folder)
        == Outcome(errors: "fig3: option '--nonzero' must be at most d = 4, got 5\n", code: 1))
  }
}

/// Both scripts, killed on the way.
@Suite("Figures 3 and 4, killed") struct KilledFigureTests {
  static let scripts: [(name: String, arguments: [String], runs: Int)] = [
    ("fig3", ["--steps", "4000"], 6), ("fig4", ["--s", "0.01,0.03,0.1", "--mu", "0"], 9),
  ]

  private func contents(_ folder: TemporaryFolder, _ name: String) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/" + name)
    return try Dictionary(uniqueKeysWithValues: names.filter { $0 != "journal" }.map {
      ($0, try folder.read("results/\(name)/\($0)"))
    })
  }

  @Test("go on from what had finished, and end with the same text and files", arguments: scripts)
  func kill(_ name: String, _ arguments: [String], _ runs: Int) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../scripts/\(name).lua")
      .standardizedFileURL.path
    let (folder, other) = (TemporaryFolder(), TemporaryFolder())
    let journal = folder.path + "/results/\(name)/journal"
    let finished = {
      ((try? FileManager.default.contentsOfDirectory(atPath: journal)) ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }
    let launched = try Launched([script] + arguments, environment: [:], folder: folder.path)
    #expect(comesTrue { !finished().isEmpty })
    Foundation.kill(launched.process, SIGKILL)
    #expect(launched.wait() == 128 + SIGKILL)
    let kept = finished()
    try #require(kept.count < runs)
    #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/" + name)
      .contains { $0.hasSuffix(".svg") })
    // A file that is written anew is another one on the disk.
    let number = { (file: String) in
      try FileManager.default.attributesOfItem(atPath: journal + "/" + file)[.systemFileNumber] as? Int
    }
    let before = try kept.map(number)
    let again = try polyak([script] + arguments, environment: ["LC_ALL": "C.UTF-8"], in: folder)
    let whole = try polyak([script] + arguments, environment: ["LC_ALL": "C.UTF-8"], in: other)
    #expect(again.code == 0 && again == whole)
    let after = try kept.map(number)
    #expect(finished().count == runs && after == before)
    #expect(try contents(folder, name) == contents(other, name))
  }
}
