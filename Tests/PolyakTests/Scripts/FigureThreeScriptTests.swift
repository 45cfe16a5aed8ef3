import Foundation
import FoundationXML
import Testing

/// scripts/fig3.lua as its user runs it.
@Suite("The script of Figure 3") struct FigureThreeScriptTests {
  static let script = Page.root + "/scripts/fig3.lua"
  let folder = TemporaryFolder()

  @Test func `shows every model in both normalizations, and says where no first-order flow follows heavy ball`() throws {
    let outcome = try polyak(
      [Self.script, "--steps", "400", "--mu", "0.3,0.9"], environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    for text in [
      "Figure 3: mu = 0.3, eta = 0.001, L = |Xw - y|^2 / (2n)\n", "Figure 3: mu = 0.9, eta = 0.001, L = |Xw - y|^2\n",
      "r = 0.011 at the start", "no first-order flow follows heavy ball where r > 1", "HBF 2, piecewise, accurate",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/fig3").sorted()
    #expect(
      names.filter { $0.hasSuffix(".svg") } == [
        "fig3-mean-mu0.3.svg", "fig3-mean-mu0.9.svg", "fig3-mean.svg", "fig3-sum-mu0.3.svg", "fig3-sum-mu0.9.svg",
        "fig3-sum.svg",
      ])
    #expect(outcome.output.contains("Figure 3, all momenta: η = 0.001, L = ‖Xw − y‖²/(2n)"))
    let rows = try folder.read("results/fig3/fig3-mean-mu0.3.csv").split(separator: "\n")
    #expect(rows.count == 402 && rows[0].hasPrefix("k,squared_error_rgf,squared_error_joint,squared_error_block,"))
    // The flow with all second derivatives is of order 2; rescaled gradient flow is of order 1.
    let last = rows[401].split(separator: ",").compactMap { Double($0) }
    #expect(last.count == 8 && last[2] < 0.2 * last[1] && last[7] < 0.01 * last[2])
  }

  static let small = ["--n", "5", "--d", "10", "--nonzero", "2", "--mu", "0.3"]

  @Test(
    "tables show round steps and the last",
    arguments: [
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
      "-e",
      """
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
        == [
          "code", "fig3-mean-mu0.6.csv", "fig3-mean-mu0.6.svg", "fig3-mean.svg", "journal", "outputs.json", "runs",
          "settings.json",
        ])
  }

  @Test func `refuses more nonzeros than unknowns`() throws {
    #expect(
      try polyak([Self.script, "--d", "4"], in: folder)
        == Outcome(errors: "fig3: option '--nonzero' must be at most d = 4, got 5\n", code: 1))
  }
}
