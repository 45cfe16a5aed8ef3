import Foundation
import Testing

/// scripts/edge.lua as its user runs it, on a small network.
@Suite("The script of the edge of stability") struct EdgeScriptTests {
  static let script = Page.root + "/scripts/edge.lua"
  let folder = TemporaryFolder()
  static let small = ["--mu", "0", "--from", "200", "--steps", "40", "--widths", "6", "--orders", "1,2", "--rtol", "1e-9"]

  private func run(_ arguments: [String]) throws -> Outcome {
    try polyak([Self.script] + arguments, environment: ["LC_ALL": "C.UTF-8"], in: folder)
  }

  /// Gradient descent and the flow without modes are known from elsewhere: the network in NumPy from the same start, SciPy's
  /// DOP853 on dc/dt = −ḡ, dx/dt = Δ − 2x with rtol 1e-9.
  @Test func `follows gradient descent past its threshold, each order of the edge flow nearer`() throws {
    let outcome = try run(Self.small)
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    let rows = try folder.read("results/edge/mu0.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 21)
    func last(_ name: String) throws -> Double {
      let column = try #require(rows[0].firstIndex { $0 == name }, "\(name)")
      return try #require(Double(rows[20][column]), "\(name)")
    }
    for (name, known) in [
      ("k", 240), ("amplitude_run", 0.0440418043080), ("distance_plain", 0.00318464849),
    ] {
      let found = try last(name)
      #expect((found / known - 1).magnitude < 1e-6, "\(name): \(found)")
    }
    #expect(try last("distance_nudged") < 1e-12)
    #expect(try last("distance_edge1") < 0.1 * last("distance_gradient"))
    #expect(try last("distance_edge2") < 0.1 * last("distance_edge1"))
    #expect(try (last("amplitude_edge2") / last("amplitude_run") - 1).magnitude < 0.01)
    #expect(outcome.output.contains("mu = 0: in 40 steps from step 200 the midpoints go 0.24\n"), "\(outcome.output)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/edge").sorted()
    #expect(
      names.filter { $0.hasSuffix(".svg") }
        == ["edge.svg", "mu0-amplitude.svg", "mu0-distance.svg", "mu0-loss.svg", "mu0-sharpness.svg"])
    #expect(try run(Self.small).output == outcome.output)
  }

  @Test func `says where heavy ball diverges`() throws {
    let outcome = try run(["--mu", "0.5", "--from", "200", "--steps", "4", "--orders", "1", "--widths", "6", "--eta", "40"])
    #expect(outcome.code == 0 && outcome.output.contains("heavy ball diverges in step "), "\(outcome)")
  }

  @Test("refuses options that are wrong")
  func refusal() throws {
    #expect(
      try run(["--orders", "7"])
        == Outcome(
          errors: "edge: option '--orders' must be an integer in [1, 6], or several with commas between, got '7'\n", code: 1))
  }
}
