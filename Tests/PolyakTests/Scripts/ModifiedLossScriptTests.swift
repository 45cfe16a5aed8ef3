import Foundation
import Testing

/// scripts/modified_loss.lua as its user runs it.
@Suite("The script of the modified loss") struct ModifiedLossScriptTests {
  let folder = TemporaryFolder()

  private func run(_ arguments: String...) throws -> Outcome {
    try polyak(
      [Page.root + "/scripts/modified_loss.lua"] + arguments, environment: ["LC_ALL": "C.UTF-8"], in: folder)
  }

  @Test func `prints distances whose slopes are the numbers of terms, and writes and draws them`() throws {
    let outcome = try run()
    #expect(outcome.code == 0 && outcome.errors == "")
    #expect(outcome.output.hasPrefix("Gradient descent on the modified loss: distance from heavy ball at T = 0.4, mu = 0.3"))
    let rows = outcome.output.split(separator: "\n").dropFirst(2).prefix(6).map { $0.split(separator: " ") }
    for (i, row) in rows.enumerated() {
      #expect(row.first == "\(i + 1)")
      let slope = try #require(row.last.flatMap { Double($0) })
      #expect((slope - Double(i + 1)).magnitude < 0.04, "\(row)")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/modified_loss").sorted()
    #expect(files == ["modified_loss.csv", "modified_loss.svg"])
    #expect(try folder.read("results/modified_loss/modified_loss.csv").hasPrefix("eta,error_1,error_2,error_3"))
  }

  @Test func `takes the losses and step sizes that it is told`() throws {
    let outcome = try run("--order", "2", "--steps", "40,80", "--mu", "0.6", "--format", "svg", "--out", "here")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("  terms  eta = 0.01  eta = 0.005  slopes\n"), "\(outcome.output)")
  }
}
