import Foundation
import Testing

@testable import HeavyBall

@Suite("Files written whole or not at all") struct AtomicFileTests {
  let folder = DataFolder()

  private var names: [String] {
    ((try? FolderContents.names(of: FileName(folder.path))) ?? []).map(\.description)
  }

  private func path(_ name: String) -> FileName { FileName(folder.path + "/" + name) }

  private func save(_ text: String, to name: String, isNamed: Bool = false) throws {
    let file = try AtomicFile(path(name), isNamed: isNamed)
    try file.write(Array(text.utf8))
    try file.commit()
  }

  private func text(_ name: String) throws -> String { String(decoding: try folder.read(name), as: UTF8.self) }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    return stat(folder.path + "/" + name, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  @Test("replace what is there, with its mode, and leave nothing beside it", arguments: [false, true])
  func replacement(_ isNamed: Bool) throws {
    try save("one", to: "a", isNamed: isNamed)
    #expect(mode("a") & 0o600 == 0o600)
    chmod(folder.path + "/a", 0o640)
    try save("two", to: "a", isNamed: isNamed)
    #expect(try text("a") == "two")
    #expect(mode("a") == 0o640 && names == ["a"])
    let unfinished = try AtomicFile(path("a"), isNamed: isNamed)
    try unfinished.write([1])
    #expect(try text("a") == "two")
  }

  @Test("leave nothing where they are not committed", arguments: [false, true]) func abandonment(_ isNamed: Bool) throws {
    for _ in 0..<3 { try AtomicFile(path("a"), isNamed: isNamed).write([1, 2, 3]) }
    #expect(names == [])
  }

  @Test func `follow links to where they lead, there or not yet`() throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/sub", withIntermediateDirectories: true)
    try save("old", to: "sub/real")
    for (name, target) in [("link", "sub/real"), ("again", "link"), ("new", "sub/none"), ("whole", folder.path + "/sub/whole")] {
      symlink(target, folder.path + "/" + name)
      try save(name, to: name)
      #expect(try text(name) == name)
    }
    #expect(try text("sub/real") == "again")
    #expect(try FolderContents.names(of: path("sub")).map(\.description) == ["none", "real", "whole"])
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/again")) == "link")
  }

  @Test func `another hard link goes on to name the old file`() throws {
    try save("old", to: "a")
    link(folder.path + "/a", folder.path + "/b")
    try save("new", to: "a")
    #expect(try text("a") == "new" && text("b") == "old")
  }

  @Test func `what cannot be is refused by the system's reason, and nothing is changed`() throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/sub", withIntermediateDirectories: true)
    symlink("sub", folder.path + "/to")
    symlink("loop", folder.path + "/loop")
    try save("x", to: "file")
    let before = names
    let long = String(repeating: "x", count: 256)
    let refusals = [
      ("sub", "Is a directory"), ("to", "Is a directory"), ("sub/", "Is a directory"), ("new/", "Is a directory"),
      (".", "Is a directory"), ("loop", "Too many levels of symbolic links"), ("none/a", "No such file or directory"),
      ("file/a", "Not a directory"), (long, "File name too long"),
    ]
    for (name, reason) in refusals {
      #expect(throws: FileFailure(path: "\(folder.path)/\(name)", code: reason), "\(name)") { try save("y", to: name) }
    }
    #expect(names == before)
    #expect(try text("file") == "x")
  }

  @Test func `names may be as long as the system has them, and of any bytes`() throws {
    let long = [UInt8](repeating: 0xe9, count: 255)
    for isNamed in [false, true] {
      let path = FileName(bytes: Array((folder.path + "/").utf8) + long)
      let file = try AtomicFile(path, isNamed: isNamed)
      try file.commit()
      #expect(try FolderContents.names(of: FileName(folder.path)) == [FileName(bytes: long)])
    }
    #expect("\(FileName(bytes: [0x61, 0xe9]))" == "a\\xe9")
  }

  @Test func `what a dead writer left goes with the next save of that file; what a live one writes and other files stay`() throws
  {
    let live = try AtomicFile(path("a"), isNamed: true)
    let other = try AtomicFile(path("b"), isNamed: true)
    #expect(names.count == 2)
    // As a killed writer leaves them: with nobody's lock.
    let dead = names.map { $0.dropLast(21) + "0123456789abcdef.part" }
    for name in dead { try folder.write([1], to: String(name)) }
    symlink("b", folder.path + "/" + String(dead[0].dropLast(6)) + "0.part")
    try save("x", to: "a")
    #expect(names.count == 5)
    try save("x", to: "b")
    #expect(names.count == 5)
    try live.commit()
    try other.commit()
    #expect(names.filter { !$0.hasPrefix(".") } == ["a", "b"] && names.count == 3)
  }

  @Test("one that may not replace another leaves it, and may be committed again", arguments: [false, true])
  func noReplacement(_ isNamed: Bool) throws {
    let first = try AtomicFile(path("a"), isNamed: isNamed), second = try AtomicFile(path("a"), isNamed: isNamed)
    try first.write([0x31])
    try second.write([0x32])
    #expect(try first.commit(replacing: false, isDurable: false))
    #expect(try !second.commit(replacing: false, isDurable: true))
    #expect(try text("a") == "1")
    #expect(try second.commit(replacing: true, isDurable: false))
    #expect(try text("a") == "2" && names.filter { !$0.hasPrefix(".") } == ["a"])
  }
}

extension FileFailure {
  /// As the system refuses, by the words of its reason.
  fileprivate init(path: String, code reason: String) {
    let code = (1...133).first { String(cString: strerror($0)) == reason } ?? 0
    self.init(path: FileName(path), code: code)
  }
}
