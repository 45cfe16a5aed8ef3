/// The numbers of a NumPy file, whose header has been read.
struct NPYBody {
  let file: InputFile
  let header: NPYHeader
  let count: Int
  /// The kind and size, without the order of bytes: "f8".
  let type: String
  private let isSwapped: Bool
  private let supervision: Supervision

  init(_ file: InputFile, _ header: NPYHeader, _ count: Int, _ supervision: Supervision) {
    self.file = file
    self.header = header
    self.count = count
    self.supervision = supervision
    let order = header.descriptor.first.map { "<>=|".contains($0) } == true ? header.descriptor.first : nil
    type = String(order == nil ? header.descriptor[...] : header.descriptor.dropFirst())
    isSwapped = order == (NPYHeader.nativeOrder == "<" ? ">" : "<")
  }

  /// Why elements of this type are not read.
  var refusal: FileFailure {
    if type.hasPrefix("O") {
      return file.failure(
        "an array of Python objects, stored as a pickle, which could run code; convert it to numbers in NumPy")
    }
    let kinds = ["U": "text", "S": "text", "c": "complex numbers", "M": "dates", "m": "time spans", "V": "raw bytes"]
    let kind = type.first.flatMap { kinds["\($0)"] }.map { " (\($0))" } ?? ""
    return file.failure(
      "an array of type '\(header.descriptor)'\(kind); float64, float32, integers and booleans are read")
  }

  /// The numbers, converted, in C order; `convert` gets each with its place in that order.
  func read<Number: NPYScalar, Result: BitwiseCopyable>(
    _ type: Number.Type, _ convert: (Number, _ place: Int) throws -> Result
  ) throws -> [Result] {
    let size = MemoryLayout<Number>.size
    // Asked before room for a size that the file does not have.
    if let length = file.size, length < count * size {
      throw file.failure("cut short: \(count * size) bytes of numbers are expected, the whole file has \(length)")
    }
    try supervision.reserve(count * MemoryLayout<Result>.stride)
    // Uninitialized: zeros would be written first, which takes as long as reading. The count stays 0 until all are
    // there.
    return try [Result](unsafeUninitializedCapacity: count) { target, initialized in
      if Number.self == Result.self, !isSwapped, !isTransposed {
        let bytes = UnsafeMutableRawBufferPointer(start: target.baseAddress, count: count * size)
        try check(got: file.read(into: bytes, supervision), size)
      } else {
        try readParts(type) { part, start in
          for i in 0..<part.count {
            let place = place(ofStored: start + i)
            target[place] = try convert(isSwapped ? part[i].swapped : part[i], place)
          }
        }
      }
      initialized = count
    }
  }

  private func readParts<Number: NPYScalar>(
    _ type: Number.Type, _ body: (UnsafeMutableBufferPointer<Number>, _ start: Int) throws -> Void
  ) throws {
    let size = MemoryLayout<Number>.size
    let length = min(count, Supervision.chunk / size)
    let part = UnsafeMutableBufferPointer<Number>.allocate(capacity: max(length, 1))
    defer { part.deallocate() }
    var start = 0
    while start < count {
      let some = UnsafeMutableBufferPointer(rebasing: part[..<min(length, count - start)])
      let got = try file.read(into: UnsafeMutableRawBufferPointer(some), supervision)
      try check(got: start * size + got, size, atEnd: got < some.count * size)
      try body(some, start)
      start += some.count
    }
  }

  private func check(got: Int, _ size: Int, atEnd: Bool = true) throws(FileFailure) {
    if atEnd, got < count * size {
      throw file.failure("cut short: \(count * size) bytes of numbers are expected, \(got) are there")
    }
  }

  private var isTransposed: Bool { header.isFortranOrder && header.shape.count == 2 }

  /// Fortran's order goes down the columns.
  private func place(ofStored k: Int) -> Int {
    isTransposed ? k % header.shape[0] * header.shape[1] + k / header.shape[0] : k
  }
}
