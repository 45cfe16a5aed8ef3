import Foundation
import Testing

/// scripts/baselines.lua as its user runs it.
@Suite("The script of baselines") struct BaselinesScriptTests {
  static let script = Page.root + "/scripts/baselines.lua"
  let folder = TemporaryFolder()

  @Test func `measures the orders of flows and of equations of order 2, and writes data and plots`() throws {
    let outcome = try polyak([Self.script], environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(outcome.code == 0 && outcome.errors == "")
    let expected = [
      "order 1": 1.0, "order 2": 2, "order 3": 3, "order 4": 4, "KS": 2, "KS rest": 1, "KS settled": 1, "Papazov": 1,
    ]
    let lines = outcome.output.split(separator: "\n").prefix(10).dropFirst(2)
    #expect(lines.count == expected.count)
    for line in lines {
      let cells = line.split(separator: " ").map(String.init)
      let name = cells.dropLast(3).joined(separator: " ")
      let slope = try #require(Double(cells[cells.count - 1])), order = try #require(expected[name])
      #expect((slope - order).magnitude < 0.1, "\(line)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/baselines").sorted()
    #expect(names == ["baselines.svg", "etas.csv", "etas.svg", "outputs.json", "times.csv", "times.svg"])
    let rows = try folder.read("results/baselines/etas.csv").split(separator: "\n")
    #expect(rows.count == 7 && rows[0] == "eta,order_1,order_2,order_3,order_4,KS,KS_rest,KS_settled,Papazov")
    // From T/20 halved twice on: 160 steps and the start.
    #expect(try folder.read("results/baselines/times.csv").split(separator: "\n").count == 162)
  }

  @Test("takes flows of other forms and orders", arguments: ["piecewise", "phase"])
  func forms(form: String) throws {
    let outcome = try polyak(
      [Self.script, "--form", form, "--order", "2", "--halvings", "3"], environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(outcome.code == 0 && outcome.errors == "" && outcome.output.contains("flows in the \(form) form"))
    #expect(!outcome.output.contains("order 3"))
  }

  @Test(
    "refuses options that are wrong",
    arguments: [
      (["--mu", "0"], "baselines: option '--mu' must be a number in (0, 1), got '0'"),
      (["--halvings", "1"], "baselines: option '--halvings' must be an integer in [2, 12], got '1'"),
      (
        ["--form", "limt"],
        "baselines: option '--form' must be 'matched', 'piecewise' or 'phase', got 'limt'"
      ),
    ])
  func refusal(_ arguments: [String], _ message: String) throws {
    #expect(try polyak([Self.script] + arguments, in: folder) == Outcome(errors: message + "\n", code: 1))
  }
}
