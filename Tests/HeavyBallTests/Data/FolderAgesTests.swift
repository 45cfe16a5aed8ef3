import Foundation
import Testing

@testable import HeavyBall

@Suite("Ages of files") struct FolderAgesTests {
  let folder = DataFolder()

  @Test func `each file has the time since it was written, and none is left of what tells the time`() throws {
    for (name, age) in [("new", 0.0), ("old", 1000), ("ahead", -1000)] {
      let path = folder.path + "/" + name
      #expect(FileManager.default.createFile(atPath: path, contents: Data([1])))
      try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
    }
    try FileManager.default.createDirectory(atPath: folder.path + "/folder", withIntermediateDirectories: true)
    let ages = try FolderContents.ages(of: FileName(folder.path))
    #expect(ages.map(\.name) == ["ahead", "new", "old"])
    // Of a file from another clock's future nothing is known but that it is new.
    #expect(ages[0].age == 0 && (0..<900).contains(ages[1].age) && (999..<1900).contains(ages[2].age))
    #expect(try FolderContents.names(of: FileName(folder.path)).map(\.description) == ["ahead", "folder", "new", "old"])
  }

  @Test func `a folder that is not there has none`() {
    #expect(throws: FileFailure.self) { try FolderContents.ages(of: FileName(folder.path + "/no")) }
  }
}
