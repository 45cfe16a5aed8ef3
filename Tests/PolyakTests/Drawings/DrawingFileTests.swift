import Foundation
import Testing

/// PDF and PNG by Cairo, seen from outside: a process loads it once.
@Suite("Drawings by Cairo") struct DrawingFileTests {
  /// A figure with one of everything, into a file.
  private static let figure = #"""
    plot{
      {y = {1, 0.1, 0, 1e-3}, name = [[$\hat\beta_{k+1}$, $\frac{a}{\sqrt{b}}$]], marks = true},
      {x = {1, 3}, y = {1, 0.01}, style = "dashed", name = "\u{4e2d}"}, {y = {0.5, 0.2}, style = "points", open = true},
      log = "y", title = [[$\|\epsilon_k\|^2$]], xlabel = "k", ylabel = "L", width = 300, height = 200, file = arg[1],
    }
    """#

  /// Draws it where no other program is found, so that nothing but Cairo can.
  private func alone(_ name: String, _ environment: [String: String], _ folder: TemporaryFolder) throws -> Outcome {
    try folder.write(Self.figure, to: "figure.lua")
    return try polyak(
      ["PATH=/nowhere", programPath, "figure.lua", name], environment: environment, in: folder, program: "/usr/bin/env")
  }

  /// The file that the program writes; cancels the test where there is no Cairo to do it.
  private func drawn(_ name: String, environment: [String: String] = [:]) throws -> Data {
    let folder = TemporaryFolder()
    let outcome = try alone(name, environment, folder)
    if outcome.errors.contains("needs Cairo or gnuplot") { try Test.cancel("Cairo is not installed") }
    #expect(outcome.errors == "" && outcome.code == 0)
    return try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
  }

  @Test("have two pixels of a PNG for each of the figure's") func pixels() throws {
    let png = try drawn("a.png")
    #expect(png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(png[16..<24] == Data([0, 0, 2, 88, 0, 0, 1, 144]))
    // 192 to an inch are 7559 to a metre.
    #expect(
      png[33..<54] == Data([0, 0, 0, 9]) + Data("pHYs".utf8) + Data([0, 0, 0x1D, 0x87, 0, 0, 0x1D, 0x87, 1]) + png[50..<54])
    let text = String(decoding: png, as: UTF8.self)
    #expect(text.contains("iTXtTitle\0\0\0\0\0‖ϵₖ‖²") && text.contains("iTXtDescription\0\0\0\0\01 point of"))
  }

  @Test("are pages of a PDF, three quarters of a point a pixel") func page() throws {
    let text = String(decoding: try drawn("a.pdf"), as: UTF8.self)
    #expect(text.hasPrefix("%PDF-1."))
    #expect(text.contains(/MediaBox \[ 0 0 225 150 \]/))
    #expect(!text.contains("CreationDate"))
    // In UTF-16, as PDF has what is not ASCII.
    #expect(text.contains("/Title") && text.contains("/Subject"))
  }

  @Test("are the same bytes each time", arguments: ["a.png", "a.pdf"]) func repeated(_ name: String) throws {
    #expect(try drawn(name) == drawn(name))
  }

  @Test("are refused where there is neither Cairo nor gnuplot", arguments: ["0", "/nosuch.so", "libm.so.6"])
  func missing(_ setting: String) throws {
    let outcome = try alone("a.png", ["POLYAK_CAIRO": setting], TemporaryFolder())
    let message = """
      plot: a PNG needs Cairo or gnuplot, and neither is installed (Debian's packages libcairo2 and gnuplot-nox)
      """
    #expect(outcome.code == 1 && outcome.errors.contains(message))
  }

  @Test("are refused where their commands are cut short", arguments: ["M", "M\\0\\0", "?", "fabc", "T"])
  func cut(_ commands: String) throws {
    let call = """
      local drawings = package.loaded["polyak.drawings"]
      print(pcall(drawings.render, "png", 8, 8, 1, "", "", "\(commands)"))
      """
    let outcome = try polyak("-e", call)
    let isMissing = outcome.output == "true\tnil\n"
    if isMissing { try Test.cancel("Cairo is not installed") }
    #expect(outcome.output.hasPrefix("false\t") && outcome.output.contains("expected the commands of a drawing"))
  }
}
