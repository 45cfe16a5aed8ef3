import Foundation
import Testing

@Suite("A host of stock Lua") struct StockHostTests {
  /// Tests/Installed/host.c, compiled, beside the library under the name by which it is required.
  private let folder: TemporaryFolder

  init() throws {
    folder = TemporaryFolder()
    let source = Page.root + "/Tests/Installed/host.c"
    let library = (programPath as NSString).deletingLastPathComponent + "/libPolyakLibrary.so"
    let command = "cc -O1 -o host \(source) $(pkg-config --cflags --libs lua5.4) -lpthread && ln -s \(library) polyak.so"
    #expect(try polyak(["-c", command], in: folder, program: "/bin/sh") == Outcome())
    #expect(FileManager.default.fileExists(atPath: library))
  }

  @Test(
    "opens states one after another and at once, on threads that end, and closes them elsewhere",
    arguments: [
      ("sequence", 12), ("thread", 2), ("threads", 4), ("elsewhere", 3),
    ])
  func states(way: String, count: Int) throws {
    let outcome = try polyak([way, "\(count)", folder.path], in: folder, program: folder.path + "/host")
    #expect(outcome == Outcome(output: "done\n"))
  }

  @Test("without memory gets an error from require, from each first call and none from closing, and goes on with memory")
  func memory() throws {
    // Every fifth allocation of `require`; scripts/test takes each.
    let outcome = try polyak(["memory", "5", folder.path], in: folder, program: folder.path + "/host")
    #expect(outcome == Outcome(output: "done\n"))
  }
}
