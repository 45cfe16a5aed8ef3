import Foundation
import Testing

/// scripts/table1.lua as its user runs it.
@Suite("The script of Table 1") struct TableOneScriptTests {
  static let script = Page.root + "/scripts/table1.lua"
  let folder = TemporaryFolder()

  @Test func `prints the terms and the slopes, and writes data and plots`() throws {
    let outcome = try polyak([Self.script], environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(outcome.code == 0 && outcome.errors == "")
    #expect(
      outcome.output.hasPrefix(
        """
        Table 1: the limit form
          order  d beta/dt =
          1      - 1 / (1-mu) * F([])
          2      - eta * (1 + mu)/2 / (1-mu)^3 * F([[]])
          3      - eta^2 * (1 + 10 mu + mu^2)/12 / (1-mu)^5 * F([[][]])
                 - eta^2 * (1 + 4 mu + mu^2)/3 / (1-mu)^5 * F([[[]]])

        """), "\(outcome.output)")
    #expect(
      outcome.output.contains(
        """

          form       order 1  order 2  order 3  order 4  order 5
          piecewise     1.00     1.99     2.97     3.94     4.90
          limit         1.00     0.98     1.02     1.02     1.02
          matched       1.00     2.00     3.01     4.02     5.02

        """), "\(outcome.output)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/table1").sorted()
    #expect(names == ["errors.csv", "limit.svg", "matched.svg", "phase.svg", "piecewise.svg"])
    #expect(try folder.read("results/table1/errors.csv").split(separator: "\n").count == 7)
  }
}
