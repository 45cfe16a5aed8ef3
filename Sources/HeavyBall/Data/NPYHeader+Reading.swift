extension NPYHeader {
  /// Reads a file up to its numbers.
  ///
  /// - Throws: ``FileFailure`` where it is not such a file or of an unknown version; what `supervision` throws.
  init(_ file: InputFile, _ supervision: Supervision) throws {
    var start = [UInt8](repeating: 0, count: 8)
    let got = try start.withUnsafeMutableBytes { try file.read(into: $0, supervision) }
    guard got == 8, start.starts(with: Self.magic) else { throw file.failure(Self.verdict(start.prefix(got))) }
    guard (1...3).contains(start[6]), start[7] == 0 else {
      throw file.failure("a NumPy file of version \(start[6]).\(start[7]); versions 1.0, 2.0 and 3.0 are read")
    }
    let digits = try file.bytes(start[6] == 1 ? 2 : 4, supervision)
    let length = digits.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= 1 << 20 else { throw file.failure("its header claims to take \(length) bytes: it is damaged") }
    let text = String(decoding: try file.bytes(length, supervision), as: UTF8.self)
    do { self = try Self.parse(text) } catch { throw file.failure(error.reason) }
  }

  /// What a file is that does not begin as it should.
  private static func verdict(_ start: ArraySlice<UInt8>) -> String {
    if start.isEmpty { return "not a NumPy file: it is empty" }
    if start.starts(with: Array("PK".utf8)) {
      return "not a .npy file but a zip archive, such as numpy.savez writes; save each array with numpy.save"
    }
    if start.first == 0x80 { return "not a NumPy file but a Python pickle, which could run code; use numpy.save" }
    return "not a NumPy file: it does not begin with \\x93NUMPY"
  }

  struct Refusal: Error { let reason: String }

  static func parse(_ text: String) throws(Refusal) -> NPYHeader {
    let damaged = Refusal(reason: "its header is damaged: \(text.prefix(200).trimmed)")
    var parser = PythonLiteral(text)
    guard case .dictionary(let fields)? = parser.value(), let type = fields["descr"],
      case .boolean(let isFortranOrder)? = fields["fortran_order"], case .sequence(let sizes)? = fields["shape"]
    else { throw damaged }
    guard case .text(let descriptor) = type else {
      throw Refusal(reason: "a structured array, whose elements are records; save each field by itself")
    }
    var shape: [Int] = []
    for size in sizes {
      guard case .integer(let size) = size, size >= 0 else { throw damaged }
      shape.append(size)
    }
    return NPYHeader(descriptor: descriptor, isFortranOrder: isFortranOrder, shape: shape)
  }
}

extension Substring {
  fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
