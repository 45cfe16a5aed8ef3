import Foundation
import Testing

@testable import HeavyBall

@Suite("Digits") struct DigitsTests {
  @Test func `are UCI's`() throws {
    let expected = try #require(DataReference.stored).digits
    let digits = try Digits().read(Double.self)
    #expect(digits.columns == 64 && digits.labels.count == 1797 && digits.classes == 10)
    #expect((0...9).map { c in digits.labels.count { $0 == c } } == expected.counts)
    #expect(digits.labels.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } == expected.label_moment)
    let columns = (0..<64).map { j in (0..<1797).map { Int(digits.inputs[$0 * 64 + j]) } }
    #expect(columns.map { $0.reduce(0, +) } == expected.column_sums)
    #expect(columns.map { $0.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } } == expected.moments)
  }

  @Test func `centered`() throws {
    let expected = try #require(DataReference.stored).digits
    let digits = try Digits().read(Double.self, RowSelection(isCentered: true))
    for (row, digits16) in zip([0, 1, 1796], expected.centered) {
      expectClose(digits.inputs[row * 64 + 20], double(digits16), 1e-15)
    }
    expectClose(Vector(digits.inputs).norm(), double(expected.norm), 1e-12)
    let singles = try Digits().read(Float.self, RowSelection(isCentered: true))
    #expect(singles.inputs == digits.inputs.map { Float($0) })
  }

  @Test func `some of them`() throws {
    let all = try Digits().read(Double.self)
    let some = try Digits().read(Double.self, RowSelection(limit: 20, classes: [7, 2]))
    let rows = Array(all.labels.indices.filter { [7, 2].contains(all.labels[$0]) }.prefix(20))
    #expect(some.labels == rows.map { all.labels[$0] == 7 ? 0 : 1 } && some.classes == 2)
    #expect(some.inputs == rows.flatMap { all.inputs[$0 * 64..<($0 + 1) * 64] })
    #expect(try Digits().read(Float.self, RowSelection(limit: 0)).inputs.isEmpty)
  }
}

@Suite("CIFAR-10's files") struct CIFARTests {
  let folder = DataFolder()

  /// Records by the formula of `data_files.py`.
  private func records(_ numbers: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    for k in numbers {
      bytes.append(UInt8(3 * k % 10))
      for j in 0..<3072 { bytes.append(UInt8(pixel(k, j))) }
    }
    return bytes
  }

  private func pixel(_ k: Int, _ j: Int) -> Int {
    let curved = k * k * j % 7
    return (k * 37 + j * 11 + curved) % 256
  }

  private func read(_ selection: RowSelection = RowSelection(), isTest: Bool = false) throws -> LabeledRows<Double> {
    try CIFAR10(folder: folder.path, isTest: isTest).read(Double.self, selection)
  }

  private func writeAll() throws {
    for (i, range) in [0..<2, 2..<3, 3..<5, 5..<6, 6..<7].enumerated() {
      try folder.write(records(range), to: "data_batch_\(i + 1).bin")
    }
    try folder.write(records(7..<9), to: "test_batch.bin")
  }

  @Test func `are read as NumPy would`() throws {
    try writeAll()
    let expected = try #require(DataReference.stored).images
    let (plain, centered) = (try read(), try read(RowSelection(isCentered: true)))
    let single = try CIFAR10(folder: folder.path).read(Float.self, RowSelection(isCentered: true))
    #expect(plain.labels == [0, 3, 6, 9, 2, 5, 8] && plain.columns == 3072 && plain.classes == 10)
    for (i, place) in expected.places.enumerated() {
      let k = place[0] * 3072 + place[1]
      #expect(plain.inputs[k] == double(expected.plain[i]))
      expectClose(centered.inputs[k], double(expected.centered[i]), 1e-15)
      #expect(Double(single.inputs[k]) == double(expected.single[i]))
    }
    expectClose(Vector(centered.inputs).norm(), double(expected.norm), 1e-12)
    #expect(single.inputs == centered.inputs.map { Float($0) })
  }

  @Test func `some of them, and those to test with`() throws {
    try writeAll()
    let all = try read()
    let some = try read(RowSelection(limit: 2, classes: [9, 3, 8]))
    #expect(some.labels == [1, 0] && some.classes == 3)
    #expect(some.inputs[..<3072] == all.inputs[3072..<2 * 3072])
    #expect(some.inputs[3072...] == all.inputs[3 * 3072..<4 * 3072])
    #expect(try read(isTest: true).labels == [1, 4])
    #expect(try read(RowSelection(classes: [1])).inputs.isEmpty)
  }

  @Test func `more records than are read at once`() throws {
    try folder.write(records(0..<700), to: "data_batch_1.bin")
    let rows = try CIFAR10(folder: folder.path).read(Float.self, RowSelection(limit: 700))
    #expect(rows.labels == (0..<700).map { 3 * $0 % 10 })
    for k in [0, 255, 256, 511, 512, 699] {
      #expect(rows.inputs[k * 3072 + 5] == Float(Double(pixel(k, 5)) / 255))
    }
  }

  @Test func `files that a limit leaves unread need not be there`() throws {
    try folder.write(records(0..<3), to: "data_batch_1.bin")
    #expect(try read(RowSelection(limit: 3)).labels == [0, 3, 6])
    #expect(
      folder.failure { _ = try read(RowSelection(limit: 4)) }
        == "data_batch_2.bin: No such file or directory; the folder must hold CIFAR-10's binary version "
        + "(cifar-10-binary.tar.gz), with data_batch_1.bin to data_batch_5.bin and test_batch.bin")
  }

  @Test func `cut short, empty, or of another kind`() throws {
    let size =
      "where a whole number of records of 3073 bytes is expected (30730000 bytes in CIFAR-10): cut short, or not of "
      + "CIFAR-10's binary version"
    try folder.write(records(0..<2).dropLast(), to: "data_batch_1.bin")
    #expect(folder.failure { _ = try read() } == "data_batch_1.bin: has 6145 bytes, \(size)")
    try folder.write([], to: "data_batch_1.bin")
    #expect(folder.failure { _ = try read() } == "data_batch_1.bin: has 0 bytes, \(size)")
    try folder.write(records(0..<2) + CollectionOfOne(10) + Array(repeating: 0, count: 3072), to: "data_batch_1.bin")
    #expect(
      folder.failure { _ = try read() }
        == "data_batch_1.bin: record 3 begins with 10, where a label from 0 to 9 is expected: not a file of CIFAR-10's binary "
        + "version, or a damaged one")
  }

  @Test func `room is asked for before it is taken, and a read can be stopped`() throws {
    struct Stop: Error {}
    try folder.write(records(0..<600), to: "data_batch_1.bin")
    var asked: [Int] = []
    let images = CIFAR10(folder: folder.path)
    _ = try images.read(Float.self, RowSelection(limit: 600), Supervision(reserve: { asked.append($0) }))
    #expect(asked == [600 * 3072 * 4])
    for last in 1...4 {
      var polls = 0
      #expect(throws: Stop.self) {
        try images.read(
          Float.self, RowSelection(limit: 600, isCentered: true),
          Supervision(poll: {
            polls += 1
            if polls == last { throw Stop() }
          }))
      }
    }
  }
}
