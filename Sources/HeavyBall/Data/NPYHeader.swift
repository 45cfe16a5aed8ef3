/// What the beginning of NumPy's array file says of the numbers behind it.
///
/// The format is NEP 1's: `\x93NUMPY`, two bytes of version, the length of a text (two bytes in version 1, four in 2
/// and 3), and the text, a Python dictionary such as `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
struct NPYHeader: Equatable {
  /// "<f8".
  var descriptor: String
  var isFortranOrder: Bool
  var shape: [Int]

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// "<" where the machine's numbers begin with their low byte.
  static let nativeOrder = Int(1).littleEndian == 1 ? "<" : ">"

  /// The header of an array in C order, byte for byte as NumPy writes it.
  static func bytes<Number: NPYScalar>(_ type: Number.Type, shape: [Int]) -> [UInt8] {
    bytes(type.descriptor, shape: shape)
  }

  static func bytes(_ descriptor: String, shape: [Int]) -> [UInt8] {
    let sizes = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // NumPy leaves room for the first size to grow to 21 digits in place.
    if let first = shape.first { text += String(repeating: " ", count: max(0, 21 - "\(first)".utf8.count)) }
    // The data starts at a multiple of 64 bytes; at least one space and the newline come before.
    text += String(repeating: " ", count: 64 - (magic.count + 4 + text.utf8.count + 1) % 64) + "\n"
    let length = UInt16(text.utf8.count)
    return magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8)
  }

  /// How many numbers; nil where no machine could hold them.
  var count: Int? {
    var count = 1
    // A size of 0 first: it makes every product 0.
    for size in shape.sorted() {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      count = product
    }
    return count
  }

  /// As NumPy prints it: "(3, 4)", "(3,)".
  var shapeText: String { "(" + shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? ",)" : ")") }
}
