import Foundation
import FoundationXML
import Testing

/// scripts/fig3.lua and fig4.lua, killed on the way.
@Suite("Figures 3 and 4, killed") struct KilledFigureTests {
  static let scripts: [(name: String, arguments: [String], runs: Int)] = [
    ("fig3", ["--steps", "4000"], 6), ("fig4", ["--s", "0.01,0.03,0.1", "--mu", "0"], 9),
  ]

  private func contents(_ folder: TemporaryFolder, _ name: String) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/" + name)
    return try Dictionary(
      uniqueKeysWithValues: names.filter { !["journal", "code"].contains($0) }.map {
        ($0, try folder.read("results/\(name)/\($0)"))
      })
  }

  @Test("go on from what had finished, and end with the same text and files", arguments: scripts)
  func kill(_ name: String, _ arguments: [String], _ runs: Int) throws {
    let script = Page.root + "/scripts/\(name).lua"
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
    #expect(
      try !FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/" + name)
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
