import Foundation
import Testing

@testable import HeavyBall

extension DataReference.Array: CustomTestStringConvertible {
  var testDescription: String { name }
}

@Suite("NumPy's files") struct NPYTests {
  static let arrays = DataReference.stored?.arrays ?? []
  let folder = DataFolder()

  @Test func `the reference is read`() throws {
    let reference = try SeriesReference.read(DataReference.self, "data_files.json")
    #expect(reference.arrays.count == 44 && reference.refused.count == 20 && reference.decimals.count > 500)
    #expect(reference.arrays.count { $0.native } == 16)
  }

  @Test("are read to the bit", arguments: arrays.filter { $0.file != nil }) func read(_ expected: DataReference.Array) throws {
    let path = try folder.write(try #require(expected.file))
    let array = try NPYReader(path: path).read()
    #expect(array.shape == expected.shape)
    if let integers = expected.integers {
      switch array.elements {
      case .integers(let found): #expect(found.map { "\($0)" } == integers && array.shape.count < 2)
      case .doubles(let found): #expect(found == integers.compactMap(Double.init) && array.shape.count == 2)
      case .floats: Issue.record("integers became floats")
      }
    } else {
      let isSingle = expected.name.contains("f4")
      let doubles: [Double]
      switch array.elements {
      case .doubles(let found) where !isSingle: doubles = found
      case .floats(let found) where isSingle: doubles = found.map { Double($0) }
      default: doubles = []
      }
      let reals = try #require(expected.reals)
      #expect(doubles.count == reals.count)
      for (x, digits) in zip(doubles, reals) {
        expectSame(x, double(digits), digits)
      }
      let singles = NPYArray.Elements.floats(doubles.map { Float($0) })
      #expect(try NPYReader(path: path, precision: .single).read().elements.bits == singles.bits)
      let copies = NPYArray.Elements.doubles(doubles)
      #expect(try NPYReader(path: path, precision: .double).read().elements.bits == copies.bits)
    }
  }

  @Test("are written as NumPy writes them, byte for byte", arguments: arrays.filter(\.native))
  func write(_ expected: DataReference.Array) throws {
    let array: NPYArray
    if let file = expected.file {
      array = try NPYReader(path: try folder.write(file)).read()
    } else {
      array = NPYArray(Array(0..<expected.shape[0]))
    }
    // A matrix of integers is one of doubles here.
    let isMatrixOfIntegers = expected.integers != nil && expected.shape.count == 2
    let path = folder.path + "/written"
    try NPYWriter.write(
      isMatrixOfIntegers ? NPYArray(shape: array.shape, elements: .integers(array.elements.integers)) : array, to: path)
    let written = try folder.read("written")
    if let file = expected.file {
      #expect(written == Array(file))
    } else {
      let header = try #require(expected.header)
      #expect(written.starts(with: header) && written.count == header.count + 8 * expected.shape[0])
    }
    #expect(folder.names.filter { $0.hasSuffix(".part") }.isEmpty)
  }

  @Test func `an array longer than is read at once, in Fortran order`() throws {
    let header = try #require(Self.arrays.first { $0.name == "600 x 500 u1 F" }?.header)
    var bytes = Array(header)
    for j in 0..<500 { for i in 0..<600 { bytes.append(UInt8((i * 500 + j) % 251)) } }
    let array = try NPYReader(path: try folder.write(bytes), precision: .single).read()
    #expect(array == NPYArray(shape: [600, 500], elements: .floats((0..<300_000).map { Float($0 % 251) })))
  }

  @Test func `a large array comes back, in parts of either type`() throws {
    let numbers = (0..<400_000).map { Double($0) / 7 }
    let path = folder.path + "/large.npy"
    try NPYWriter.write(NPYArray(Matrix(rows: 400, columns: 1000, elements: numbers)), to: path)
    #expect(try NPYReader(path: path).read() == NPYArray(shape: [400, 1000], elements: .doubles(numbers)))
    #expect(try NPYReader(path: path, precision: .single).read().elements == .floats(numbers.map { Float($0) }))
  }

  static let refusals = [
    "objects": "an array of Python objects, stored as a pickle, which could run code; convert it to numbers in NumPy",
    "record": "a structured array, whose elements are records; save each field by itself",
    "archive": "not a .npy file but a zip archive, such as numpy.savez writes; save each array with numpy.save",
    "pickle": "not a NumPy file but a Python pickle, which could run code; use numpy.save",
    "text": "an array of type '<U3' (text); float64, float32, integers and booleans are read",
    "bytes": "an array of type '|S3' (text); float64, float32, integers and booleans are read",
    "complex": "an array of type '<c16' (complex numbers); float64, float32, integers and booleans are read",
    "date": "an array of type '<M8[D]' (dates); float64, float32, integers and booleans are read",
    "half": "an array of type '<f2'; float64, float32, integers and booleans are read",
    "3-d": "an array of shape (2, 3, 4); at most 2 dimensions are read: reshape it in NumPy",
    "large u8": "element 2 is 9223372036854775808, which a signed integer of 64 bits cannot hold",
    "inexact i8": "row 2, column 2 is 9007199254740993, which a double cannot hold",
    "cut numbers": "cut short: 96 bytes of numbers are expected, 95 are there",
    "cut header": "the file ends too early: it was cut short, or is of another kind",
    "cut magic": "not a NumPy file: it does not begin with \\x93NUMPY",
    "empty": "not a NumPy file: it is empty",
    "damaged": "its header is damaged: {'descr': '<f8', 'fortran_order': False, 'shade': (3,), }",
    "negative": "its header is damaged: {'descr': '<f8', 'fortran_order': False, 'shape': (-3,), }",
    "huge": "its header claims the shape (4611686018427387904, 4): it is damaged",
    "version": "a NumPy file of version 9.0; versions 1.0, 2.0 and 3.0 are read",
  ]

  @Test("that hold something else are refused by name", arguments: refusals.keys.sorted()) func refuse(_ name: String) throws {
    let path = try folder.write(try #require(DataReference.stored?.refused[name]))
    #expect(folder.failure { _ = try NPYReader(path: path).read() } == "file: \(Self.refusals[name] ?? "")")
  }

  @Test func `a file that is not there, and a folder`() throws {
    #expect(folder.failure { _ = try NPYReader(path: folder.path + "/none").read() } == "none: No such file or directory")
    #expect(folder.failure { _ = try NPYReader(path: folder.path + "/.").read() } == ".: Is a directory")
  }

  @Test func `a size that the file does not have is found before room is asked for`() throws {
    let header = Array(NPYHeader.bytes(Double.self, shape: [1 << 40]))
    let path = try folder.write(header)
    #expect(
      folder.failure { _ = try NPYReader(path: path).read() }
        == "file: cut short: 8796093022208 bytes of numbers are expected, the whole file has 128")
  }

  @Test func `what is stopped leaves the old file and nothing else`() throws {
    struct Stop: Error {}
    let path = try folder.write([1, 2, 3], to: "old")
    var polls = 0
    let supervision = Supervision(poll: {
      polls += 1
      if polls == 3 { throw Stop() }
    })
    #expect(throws: Stop.self) {
      try NPYWriter.write(NPYArray(Vector(repeating: 1, count: 1_000_000)), to: path, supervision)
    }
    #expect(throws: FileFailure.self) { try NPYWriter.write(NPYArray(1.0), to: folder.path + "/none/a") }
    #expect(throws: FileFailure.self) { try NPYWriter.write(NPYArray(1.0), to: folder.path + "/.") }
    #expect(try folder.read("old") == [1, 2, 3] && folder.names == ["old"])
  }

  @Test func `room is asked for once, for the result alone`() throws {
    let path = folder.path + "/a.npy"
    try NPYWriter.write(NPYArray(Matrix(rows: 100, columns: 50)), to: path)
    var asked: [Int] = []
    let supervision = Supervision(reserve: { asked.append($0) })
    _ = try NPYReader(path: path, precision: .single, supervision: supervision).read()
    #expect(asked == [20_000])
  }
}

extension NPYArray.Elements {
  /// So that NaN equals itself and -0 is not 0.
  fileprivate var bits: [UInt64] {
    switch self {
    case .doubles(let numbers): numbers.map { $0.isNaN ? 1 : $0.bitPattern }
    case .floats(let numbers): numbers.map { $0.isNaN ? 1 : UInt64($0.bitPattern) }
    case .integers(let numbers): numbers.map { UInt64(bitPattern: Int64($0)) }
    }
  }

  fileprivate var integers: [Int] {
    switch self {
    case .doubles(let numbers): numbers.map { Int($0) }
    case .floats(let numbers): numbers.map { Int($0) }
    case .integers(let numbers): numbers
    }
  }
}
