import Foundation
import Testing

/// Inputs that once did harm, and some that reach far, through their targets.
@Suite("Seeds", .serialized) struct SeedTests {
  struct Seed: Sendable, CustomTestStringConvertible {
    let target: Target
    let path: String
    var testDescription: String { "\(target.name)/\(path.split(separator: "/").last ?? "")" }
  }

  static let folder = String(#filePath.dropLast("SeedTests.swift".count)) + "Seeds"

  static let all: [Seed] = Target.all.flatMap { target in
    let folder = "\(folder)/\(target.name)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { Seed(target: target, path: "\(folder)/\($0)") }
  }

  @Test("do no harm", arguments: all) func run(_ seed: Seed) throws {
    let bytes = try #require(FileManager.default.contents(atPath: seed.path))
    #expect(try seed.target.complaint(Array(bytes)) == nil)
  }

  @Test("are there for every target, and their folders have a target each") func completeness() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(Set(folders) == Set(Target.all.map(\.name)))
  }

  @Test("nothing and all bytes are stood by every target", arguments: Target.all) func edges(_ target: Target) throws {
    #expect(try target.complaint([]) == nil)
    #expect(try target.complaint(Array(0...255)) == nil)
  }
}
