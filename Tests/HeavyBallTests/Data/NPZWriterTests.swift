import Foundation
import Testing

@testable import HeavyBall

@Suite("Archives of columns") struct NPZWriterTests {
  let folder = DataFolder()

  /// Columns, and what numpy.save of NumPy 2 writes of them.
  static let columns: [(name: String, column: NPZWriter.Column, saved: String)] = [
    (
      "kind", .texts(["ab", "", "é𝄞c"]),
      """
      k05VTVBZAQB2AHsnZGVzY3InOiAnPFUzJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAg
      ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAphAAAAYgAAAAAAAAAAAAAAAAAAAAAAAADpAAAAHtEBAGMAAAA=
      """
    ),
    (
      "error.flow", .numbers(NPYArray(Vector([1.5, .nan]))),
      """
      k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAg
      ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAD4PwAAAAAAAPh/
      """
    ),
    (
      "m", .numbers(NPYArray(shape: [2, 2], elements: .integers([1, 2, 3, 4]))),
      """
      k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDIpLCB9ICAgICAgICAgICAgICAg
      ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAAAAAAAAIAAAAAAAAAAwAAAAAAAAAEAAAAAAAAAA==
      """
    ),
  ]

  @Test func `each column is an entry of the bytes that NumPy writes`() throws {
    let path = folder.path + "/a.npz"
    try NPZWriter.write(Self.columns.map { ($0.name, $0.column) }, to: FileName(path))
    let file = try InputFile(FileName(path))
    var archive = ZIPReader(file, Supervision())
    for (name, _, saved) in Self.columns {
      let bytes = [UInt8](try #require(Data(base64Encoded: saved, options: .ignoreUnknownCharacters)))
      #expect(try archive.next() == name + ".npy")
      var entry = [UInt8](repeating: 0, count: bytes.count)
      let count = try entry.withUnsafeMutableBytes { try file.read(into: $0, Supervision()) }
      #expect(count == bytes.count && entry == bytes)
    }
    #expect(try archive.next() == nil)
  }

  @Test func `an array of texts without any has one character each`() {
    #expect(NPYHeader.bytes("<U1", shape: [0]).starts(with: NPYHeader.magic))
  }
}
