import Foundation
import Testing

/// scripts/principal.lua as its user runs it.
@Suite("The script of the principal flow") struct PrincipalScriptTests {
  static let script = Page.root + "/scripts/principal.lua"
  let folder = TemporaryFolder()

  /// The errors of the flows in phase space are known from elsewhere: NumPy with four steps of Runge and Kutta's method
  /// in one of heavy ball's.
  @Test func `sets the principal flow beside flows of every form, of which those of beta alone fail`() throws {
    let outcome = try polyak(
      [Self.script, "--order", "4"], environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ") }
    var errors: [String: [Double]] = [:]
    for line in lines.dropFirst(2).prefix(5) { errors[String(line[0])] = line.dropFirst().compactMap { Double($0) } }
    #expect(errors.count == 5)
    for (found, known) in zip(errors["phase"] ?? [], [0.160291, 0.00830404, 0.000367447]) {
      #expect((found / known - 1).magnitude < 0.01)
    }
    let own = try #require(errors["principal"]?.first)
    #expect(own < 0.01)
    for form in ["limit", "matched", "piecewise"] {
      let all = try #require(errors[form])
      #expect(all.count == 4 && all.allSatisfy { $0 > 20 * own }, "\(form)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/principal").sorted()
    #expect(names.filter { $0.hasSuffix(".svg") } == ["errors.svg", "orders.svg", "principal.svg"])
    let rows = try folder.read("results/principal/errors.csv").split(separator: "\n")
    #expect(rows.count == 42 && rows[0].hasPrefix("k,principal,limit_1,limit_2,") && rows[0].hasSuffix(",phase_4"))
  }

  @Test func `says where heavy ball diverges, and goes on`() throws {
    let outcome = try polyak([Self.script, "--order", "1", "--eta", "0.3"], in: folder)
    #expect(outcome.code == 0 && outcome.output.contains("heavy ball diverges in step "), "\(outcome)")
  }

  @Test("refuses options that are wrong")
  func refusal() throws {
    #expect(
      try polyak([Self.script, "--order", "9"], in: folder)
        == Outcome(errors: "principal: option '--order' must be an integer in [1, 8], got '9'\n", code: 1))
  }
}
