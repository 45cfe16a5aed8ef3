import Foundation
import Testing

/// Inputs that once did harm, and some that reach far, through their targets. Each target in a process of its own, whose
/// folder is a temporary one: what ends it ends that process, and what a script writes is gone with it.
@Suite("Seeds") struct SeedTests {
  static let folder = String(#filePath.dropLast("SeedTests.swift".count)) + "Seeds"

  @Test("do no harm", arguments: Target.all.map(\.name)) func run(_ name: String) async {
    await #expect(processExitsWith: .success) { [name] in
      let target = try #require(Target.all.first { $0.name == name })
      #expect(chdir(Folder.path) == 0)
      for seed in try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/\(name)").sorted() {
        let bytes = try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name)/\(seed)"))
        #expect(try target.complaint(Array(bytes)) == nil, "\(seed)")
      }
      #expect(try target.complaint([]) == nil, "nothing")
      #expect(try target.complaint(Array(0...255)) == nil, "every byte")
    }
  }

  @Test("are there for every target, and their folders have a target each") func completeness() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(Set(folders) == Set(Target.all.map(\.name)))
  }
}
