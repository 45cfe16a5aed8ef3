import Foundation
import Testing

@testable import HeavyBall

@Suite("Archives and JSON") struct ArchiveTests {
  let folder = DataFolder()

  @Test func `the checksum of the digits is the known one`() {
    // The check value of CRC-32/ISO-HDLC in every catalogue.
    var checksum = CRC32()
    Array("123456789".utf8).withUnsafeBytes { checksum.add($0) }
    #expect(checksum.value == 0xcbf4_3926)
  }

  /// numpy.savez of NumPy 2.4: steps, t, x, memory.m and about, the bytes of a JSON text.
  private static let savez = """
    UEsDBC0AAAAAAAAAIQCdbXRH//////////8JABQAc3RlcHMubnB5AQAQAJAAAAAAAAAAkAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8aTgn
    LCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
    ICAgICAgICAgICAgICAgICAgCgAAAAAAAAAAAgAAAAAAAABQSwMELQAAAAAAAAAhAO5VaIr//////////wUAFAB0Lm5weQEAEACQAAAAAAAAAJAA
    AAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAPA/UEsDBC0AAAAAAAAAIQDw65OB
    //////////8FABQAeC5ucHkBABAAoAAAAAAAAACgAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmOCcsICdmb3J0cmFuX29yZGVyJzogRmFs
    c2UsICdzaGFwZSc6ICgyLCAyKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAAA
    AAAA8D8AAAAAAAAAQAAAAAAAAAhAAAAAAAAA8H9QSwMELQAAAAAAAAAhAPL81HD//////////wkAFABhYm91dC5ucHkBABAA9gEAAAAAAAD2AQAA
    AAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJ3x1MScsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgzNzQsKSwgfSAgICAgICAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKeyJ0aXRsZSI6ICJncmFkaWVudCBkZXNjZW50IiwgImxvc3Nf
    bmFtZSI6IG51bGwsICJzdGVwX3NpemUiOiAwLjUsICJzdGVwcyI6IHsiYXJyYXkiOiAic3RlcHMifSwgInQiOiB7ImFycmF5IjogInQifSwgIngi
    OiB7ImFycmF5IjogIngifSwgIm1lbW9yeSI6IHsibSI6IHsiYXJyYXkiOiAibWVtb3J5Lm0ifX0sICJyZWNvcmRlZCI6IHt9LCAiZW5kaW5nIjog
    ImNvbXBsZXRlZCIsICJmYWlsZWRfc3RlcCI6IG51bGwsICJmYWlsZWRfdGltZSI6IG51bGwsICJvcmlnaW4iOiAwLjAsICJoYXNfb3duX3RpbWVz
    IjogZmFsc2UsICJldmVudF90aW1lIjogbnVsbCwgImJhdGNoZXMiOiBudWxsLCAicHJvdmVuYW5jZSI6IG51bGwsICJzdGF0aXN0aWNzIjogbnVs
    bH1QSwMELQAAAAAAAAAhAL+ZTYL//////////wwAFABtZW1vcnkubS5ucHkBABAAkAAAAAAAAACQAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzog
    JzxmOCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAAAAIABAAAAAAAAAFBLAQItAy0AAAAAAAAAIQCdbXRHkAAAAJAAAAAJAAAAAAAAAAAAAACAAQAA
    AABzdGVwcy5ucHlQSwECLQMtAAAAAAAAACEA7lVoipAAAACQAAAABQAAAAAAAAAAAAAAgAHLAAAAdC5ucHlQSwECLQMtAAAAAAAAACEA8OuTgaAA
    AACgAAAABQAAAAAAAAAAAAAAgAGSAQAAeC5ucHlQSwECLQMtAAAAAAAAACEA8vzUcPYBAAD2AQAACQAAAAAAAAAAAAAAgAFpAgAAYWJvdXQubnB5
    UEsBAi0DLQAAAAAAAAAhAL+ZTYKQAAAAkAAAAAwAAAAAAAAAAAAAAIABmgQAAG1lbW9yeS5tLm5weVBLBQYAAAAABQAFAA4BAABoBQAAAAA=
    """

  /// numpy.savez_compressed of arange(3).
  private static let compressed = """
    UEsDBC0AAAAIAAAAIQD3QBLq//////////8JABQAc3RlcHMubnB5AQAQAJgAAAAAAAAATAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mh
    rqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOpo6CrUKFAAuBihghNJMUBoAUEsBAi0DLQAAAAgAAAAhAPdAEupMAAAAmAAAAAkAAAAA
    AAAAAAAAAIABAAAAAHN0ZXBzLm5weVBLBQYAAAAAAQABADcAAACHAAAAAAA=
    """

  private func file(_ text: String) throws -> String {
    try folder.write([UInt8](try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters))))
  }

  @Test func `what numpy.savez writes is read`() throws {
    let tree = try NPZArchive.read(FileName(try file(Self.savez)))
    #expect(tree["title"]?.text == "gradient descent" && tree["step_size"]?.number == 0.5)
    #expect(tree["steps"]?.integers == [0, 2] && tree["t"]?.vector?.elements == [0, 1])
    #expect(tree["x"]?.matrix?.elements == [1, 2, 3, .infinity] && tree["x"]?.matrix?.columns == 2)
    #expect(tree["memory"]?["m"]?.vector?.map(\.bitPattern) == [(-0.0).bitPattern, 1])
    #expect(tree["has_own_times"]?.boolean == false && tree["batches"] == nil)
  }

  @Test func `a compressed archive is refused by name`() throws {
    let path = try file(Self.compressed)
    #expect {
      _ = try NPZArchive.read(FileName(path))
    } throws: {
      "\($0)" == "\(path): its entry 'steps.npy' is compressed; numpy.savez writes archives that are not"
    }
  }

  static let tree = DataTree.group([
    DataTree.Field("a", .array(NPYArray(Matrix(rows: 2, columns: 2, elements: [1.5, -0.0, .infinity, .leastNonzeroMagnitude])))),
    DataTree.Field("b", .group([DataTree.Field("c d", .array(NPYArray([1, -2]))), DataTree.Field("\"\\\n\u{1}é", .none)])),
    DataTree.Field("e", .list([.boolean(true), .text(""), .number(.infinity), .integer(.max), .number(-1e300)])),
  ])

  @Test func `what is written is read back`() throws {
    let path = FileName(folder.path + "/tree.npz")
    try NPZArchive.write(Self.tree, to: path)
    #expect(try NPZArchive.read(path) == Self.tree)
    var text: [UInt8] = []
    var writer = JSONWriter { text += $0 }
    try writer.write(Self.tree)
    #expect(try JSONReader.read(text) == Self.tree)
    let words = #"""
      {"a":[[1.5,-0.0],
      [Infinity,5e-324]],
      "b":{"c d":[1,-2],"\"\\\n\u0001é":null},
      "e":[true,"",Infinity,9223372036854775807,-1e+300]}

      """#
    #expect(String(decoding: text, as: UTF8.self) == words)
  }

  @Test func `an archive that is cut short or has a bit turned is found out`() throws {
    let path = FileName(folder.path + "/tree.npz")
    try NPZArchive.write(Self.tree, to: path)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/tree.npz")))
    // The directory at the end is not read.
    let end = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4b, 1, 2]) })
    for length in 0..<end + 4 {
      let part = FileName(try folder.write(Array(bytes[..<length])))
      #expect(throws: FileFailure.self, "cut at \(length)") { try NPZArchive.read(part) }
    }
    for place in 0..<end where ![4, 5, 6, 7, 10, 11, 12, 13].contains(place) {
      var turned = bytes
      turned[place] ^= 0x10
      let path = FileName(try folder.write(turned))
      // Versions, other flags and dates of entries say nothing.
      if let read = try? NPZArchive.read(path) { #expect(read == Self.tree, "turned at \(place)") }
    }
  }

  @Test(
    "JSON that is none is refused, by line and reason",
    arguments: [
      ("", "line 1 has its end, where more is due"), ("{\"a\":1,\n}", "line 2 has no name where one is due"),
      ("{\"a\" 1}", "line 1 has no ':' behind a name"), ("[1,2", "line 1 has no ']' where one is due"),
      ("[1,,2]", "line 1 has no value where one is due"), ("{\"a\":1", "line 1 has no '}' where one is due"),
      ("\"a", "line 1 has a text without an end"), ("1 2", "line 1 has what stands behind the value"),
      ("\"\\u12\"", "line 1 has '\\u' without four digits"),
      ("\"\\q\"", "line 1 has '\\' before a letter that means nothing there"),
      ("\"\\ud800\"", "line 1 has half a letter of UTF-16"), ("nul", "line 1 has no value where one is due"),
      (String(repeating: "[", count: 101), "line 1 has lists inside lists, 100 deep"),
    ])
  func refusal(_ text: String, _ reason: String) throws {
    let path = try folder.write(Array(text.utf8))
    #expect {
      _ = try JSONFile.read(FileName(path))
    } throws: {
      "\($0)" == "\(path): it is no JSON: \(reason)"
    }
  }

  @Test(
    "JSON is read as Python reads it",
    arguments: [
      ("[1, 2.5, 1e3]", DataTree.array(NPYArray([1, 2.5, 1000] as Vector))), ("[1, 2]", .array(NPYArray([1, 2]))),
      (" { } ", .group([])), ("[[1,2],[3,4]]", .array(NPYArray(Matrix([[1, 2], [3, 4]])))), ("[NaN", .none),
      ("[[1],[2,3]]", .list([.array(NPYArray([1])), .array(NPYArray([2, 3]))])), ("[null]", .list([.none])),
      ("\"\\ud83d\\ude00\\/\"", .text("😀/")), ("-0.0", .number(-0.0)), ("-7", .integer(-7)),
    ])
  func reading(_ text: String, _ value: DataTree) throws {
    let read = try? JSONReader.read(Array(text.utf8))
    if text == "[NaN" { #expect(read == nil) } else { #expect(read == value) }
  }
}
