import Foundation
import FoundationXML
import Testing

/// scripts/fig2.lua as its user runs it.
@Suite("The script of Figure 2") struct FigureTwoScriptTests {
  static let script = Page.root + "/scripts/fig2.lua"
  let folder = TemporaryFolder()

  private func run(_ arguments: String...) throws -> Outcome {
    try polyak([Self.script] + arguments, environment: ["LC_ALL": "C.UTF-8"], in: folder)
  }

  @Test func `prints the end points and the errors of the paper's figure`() throws {
    let outcome = try run()
    #expect(outcome.code == 0 && outcome.errors == "")
    #expect(
      outcome.output.hasPrefix(
        """
        End points after 200 steps, eta = 0.005, mu = 0.7, flows by euler with h = eta/10
          method             a1        a2      loss
          GD           0.299029  2.103702  4.22e-04
          HB           0.330306  1.816497  6.01e-14
          RGF          0.283910  2.113345  2.42e-13
          HBF order 2  0.310029  1.935304  1.07e-13
          HBF order 3  0.330219  1.816980  8.18e-13

        Squared discretization error |epsilon_k|^2
          flow            k = 1     k = 5    k = 10    k = 20    k = 50   k = 200
          RGF          1.29e-01  7.29e-03  1.44e-01  1.41e-01  9.03e-02  9.03e-02
          HBF order 2  6.05e-01  2.06e-01  8.42e-03  3.21e-02  1.46e-02  1.45e-02
          HBF order 3  1.60e+00  4.87e-01  4.82e-03  1.05e-02  2.05e-04  2.41e-07

        r = eta max|lambda| / (1 - sqrt(mu))^2 = 5.5 at the start: outside the flow's radius of convergence.
        Heavy ball oscillates there and no first-order flow follows it, so no order can be read off this figure; a small last
        error is luck that the integrator has a part in (compare --method rk4). The flow in phase space does follow it: --form
        phase.


        """), "\(outcome.output)")
    #expect(outcome.output.contains("Figure 2(a): η = 0.005, µ = 0.7"))
    #expect(outcome.output.contains("⣀"))
    #expect(outcome.output.hasSuffix("\nData and plots are in results/fig2.\n"))
  }

  @Test func `writes the data with all digits, and both plots`() throws {
    _ = try run("--out", "here/figure")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/here/figure").sorted()
    #expect(names == ["fig2.svg", "fig2a.csv", "fig2a.svg", "fig2b.csv", "fig2b.svg"])
    let orbits = try folder.read("here/figure/fig2a.csv").split(separator: "\n")
    #expect(orbits[0] == "k,t,gd_a1,gd_a2,hb_a1,hb_a2,rgf_a1,rgf_a2,hbf2_a1,hbf2_a2,hbf3_a1,hbf3_a2")
    #expect(orbits.count == 202 && orbits[1] == "0,0,2.8,3.5,2.8,3.5,2.8,3.5,2.8,3.5,2.8,3.5")
    // The first step of both methods is -eta times the gradient, (32.2, 25.76).
    #expect(orbits[2].hasPrefix("1,0.005,2.639,3.3712,2.639,3.3712,"))
    let errors = try folder.read("here/figure/fig2b.csv").split(separator: "\n")
    #expect(errors[0] == "k,squared_error_rgf,squared_error_hbf2,squared_error_hbf3")
    #expect(errors.count == 202 && errors[1] == "0,0,0,0")
    for name in ["", "a", "b"] {
      let document = try XMLDocument(data: Data(try folder.read("here/figure/fig2\(name).svg").utf8))
      #expect(document.rootElement()?.name == "svg")
    }
  }

  @Test func `draws its figures into the kinds of file that it is asked for`() throws {
    let outcome = try run("--out", "out", "--format", "tex,svg")
    #expect(outcome.code == 0 && outcome.errors == "")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out").sorted()
    #expect(
      names == [
        "fig2.svg", "fig2.tex", "fig2a.csv", "fig2a.svg", "fig2a.tex", "fig2b.csv", "fig2b.svg", "fig2b.tex",
      ])
    #expect(try folder.read("out/fig2a.tex").contains("xlabel={$a_1$}"))
  }

  /// Each order is nearer to heavy ball than the one below it, which Euler's own error would hide.
  @Test func `shows the flows in phase space by an integrator that does not hide them`() throws {
    let lines = try run("--form", "phase").output.split(separator: "\n")
    #expect(lines[0] == "End points after 200 steps, eta = 0.005, mu = 0.7, flows by rk4 with h = eta/10")
    let errors = lines.filter { $0.contains(", phase ") }.prefix(6).suffix(3).map { line in
      line.split(separator: ",")[1].split(separator: " ").dropFirst().compactMap { Double($0) }
    }
    #expect(errors.map(\.count) == [6, 6, 6])
    for (lower, higher) in zip(errors, errors.dropFirst()) {
      for (a, b) in zip(lower, higher).prefix(5) { #expect(b < a) }
    }
    let byEuler = try run("--form", "phase", "--method", "euler")
    #expect(byEuler.output.contains("flows by euler with h = eta/10"))
  }

  @Test func `draws in ASCII where the locale is not UTF-8`() throws {
    let outcome = try polyak([Self.script], environment: ["LC_ALL": "C"], in: folder)
    #expect(outcome.output.allSatisfy(\.isASCII) && outcome.output.contains("Figure 2(b)"))
  }

  @Test func `marks flows that diverge and goes on`() throws {
    let outcome = try run("--eta", "0.1", "--order", "2")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("  HBF order 2   2.800000   3.500000  4.23e+01    diverged at step 1\n"))
    #expect(outcome.output.contains("  HBF order 2         -         -"))
  }

  static let refusals: [([String], String)] = [
    (["--eta", "nan"], "fig2: option '--eta' must be a number > 0, got 'nan'"),
    (["--eta", "inf"], "fig2: option '--eta' must be a number > 0, got 'inf'"),
    (["--eta=0"], "fig2: option '--eta' must be a number > 0, got '0'"),
    (["--mu", "1"], "fig2: option '--mu' must be a number in [0, 1), got '1'"),
    (["--mu", "-0.1"], "fig2: option '--mu' must be a number in [0, 1), got '-0.1'"),
    (["--order", "0"], "fig2: option '--order' must be an integer in [1, 8], got '0'"),
    (["--order", "1.5"], "fig2: option '--order' must be an integer in [1, 8], got '1.5'"),
    (["--steps", "-3"], "fig2: option '--steps' must be an integer in [1, 1000000], got '-3'"),
    (["--method", "rk5"], "fig2: option '--method' must be 'euler' or 'rk4', got 'rk5' (did you mean 'rk4'?)"),
    (["--stpes", "3"], "fig2: unknown option '--stpes' (did you mean '--steps'?)"),
    (["--mu"], "fig2: option '--mu' needs a number in [0, 1) behind it"),
    (
      ["--format", "svg,gif"],
      "fig2: option '--format' must be 'svg', 'pdf', 'png' or 'tex', or several with commas between, got 'svg,gif'"
    ),
    (["200"], "fig2: unexpected argument '200' (--help shows the options)"),
    (
      ["--out", "/proc/nowhere"],
      "fig2: option '--out': files.make_folder: cannot make '/proc/nowhere': No such file or directory"
    ),
  ]

  @Test("refuses options that are wrong, and writes nothing", arguments: refusals)
  func refusal(_ arguments: [String], _ message: String) throws {
    let outcome = try polyak([Self.script] + arguments, in: folder)
    #expect(outcome == Outcome(errors: message + "\n", code: 1))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
