/// Reads JSON (RFC 8259), and NaN, Infinity and -Infinity, which Python's json writes.
///
/// A list of numbers becomes an array, of integers where all are written without a point and an exponent; a list of such
/// lists that are of one length a matrix of doubles.
///
/// Bytes are looked at behind a pointer: a file has millions of digits.
package struct JSONReader {
  private var place: UnsafePointer<UInt8>
  private let start: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  private let supervision: Supervision
  private var depth = 0

  package struct Refusal: Error {
    /// Where it stands, in bytes from 0.
    package let place: Int
    package let reason: String
  }

  /// The value of a whole text.
  ///
  /// - Throws: ``Refusal`` where it is no JSON; what `supervision` throws.
  package static func read(_ text: [UInt8], _ supervision: Supervision = Supervision()) throws -> DataTree {
    // A byte behind the last, for numbers to end at.
    try (text + [0]).withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { throw Refusal(place: 0, reason: "it is empty") }
      var reader = JSONReader(place: start, start: start, end: start + text.count, supervision: supervision)
      let value = try reader.value()
      if reader.next() != nil { throw reader.refusal("what stands behind the value") }
      return value
    }
  }

  private init(
    place: UnsafePointer<UInt8>, start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, supervision: Supervision
  ) {
    (self.place, self.start, self.end, self.supervision) = (place, start, end, supervision)
  }

  private mutating func value() throws -> DataTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 100 else { throw refusal("lists inside lists, 100 deep") }
    switch next() {
    case UInt8(ascii: "{"): return .group(try fields())
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "\""): return .text(try quoted())
    default: return try word()
    }
  }

  /// The next byte that is no space; nil at the end.
  private mutating func next() -> UInt8? {
    while place < end, [0x20, 0x09, 0x0a, 0x0d].contains(place.pointee) { place += 1 }
    return place < end ? place.pointee : nil
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next() == byte else { return false }
    place += 1
    return true
  }

  private func refusal(_ found: String) -> Refusal { Refusal(place: place - start, reason: found) }

  private mutating func fields() throws -> [DataTree.Field] {
    place += 1
    var fields: [DataTree.Field] = []
    if take(UInt8(ascii: "}")) { return fields }
    repeat {
      guard next() == UInt8(ascii: "\"") else { throw refusal("no name where one is due") }
      let name = try quoted()
      guard take(UInt8(ascii: ":")) else { throw refusal("no ':' behind a name") }
      fields.append(DataTree.Field(name, try value()))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw refusal("no '}' where one is due") }
    return fields
  }

  private mutating func list() throws -> DataTree {
    place += 1
    try supervision.poll()
    if let numbers = numbers() { return numbers }
    var values: [DataTree] = []
    if take(UInt8(ascii: "]")) { return .list(values) }
    repeat { values.append(try value()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw refusal("no ']' where one is due") }
    return matrix(values) ?? .list(values)
  }

  /// The numbers of a list that has nothing else, up to its end; else nil, and nothing is read.
  private mutating func numbers() -> DataTree? {
    let first = place
    var (numbers, integers): ([Double], [Int]?) = ([], [])
    if take(UInt8(ascii: "]")) { return .array(NPYArray(Vector([]))) }
    repeat {
      guard next() != nil, let (number, integer) = number() else {
        place = first
        return nil
      }
      numbers.append(number)
      if let integer { integers?.append(integer) } else { integers = nil }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else {
      place = first
      return nil
    }
    return .array(integers.map { NPYArray($0) } ?? NPYArray(Vector(numbers)))
  }

  private func matrix(_ rows: [DataTree]) -> DataTree? {
    guard let columns = rows.first?.vector?.count, columns > 0 else { return nil }
    var elements: [Double] = []
    for row in rows {
      guard let row = row.vector, row.count == columns else { return nil }
      elements += row.elements
    }
    return .array(NPYArray(Matrix(rows: rows.count, columns: columns, elements: elements)))
  }

  /// A number, and as an integer where it is written as one.
  private mutating func number() -> (Double, Int?)? {
    for (word, value) in [("NaN", Double.nan), ("Infinity", .infinity), ("-Infinity", -.infinity)] where take(word) {
      return (value, nil)
    }
    guard place < end, place.pointee == UInt8(ascii: "-") || place.pointee &- 0x30 < 10,
      let (value, length) = DecimalNumber.read(place, end: end, as: Double.self)
    else { return nil }
    let digits = UnsafeBufferPointer(start: place, count: length)
    place += length
    return (
      value, digits.allSatisfy { $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 } ? Int(String(decoding: digits, as: UTF8.self)) : nil
    )
  }

  private mutating func take(_ word: String) -> Bool {
    let bytes = word.utf8
    guard end - place >= bytes.count, bytes.elementsEqual(UnsafeBufferPointer(start: place, count: bytes.count)) else {
      return false
    }
    place += bytes.count
    return true
  }

  private mutating func word() throws -> DataTree {
    if let (number, integer) = number() { return integer.map { .integer($0) } ?? .number(number) }
    if take("true") { return .boolean(true) }
    if take("false") { return .boolean(false) }
    if take("null") { return .none }
    throw refusal(place < end ? "no value where one is due" : "its end, where more is due")
  }

  private mutating func quoted() throws -> String {
    place += 1
    var bytes: [UInt8] = []
    while place < end {
      let byte = place.pointee
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw refusal("text that is not UTF-8") }
        return text
      }
      if byte == UInt8(ascii: "\\") { try escaped(to: &bytes) } else { bytes.append(byte) }
    }
    throw refusal("a text without an end")
  }

  private mutating func escaped(to bytes: inout [UInt8]) throws {
    guard place < end else { return }
    let byte = place.pointee
    place += 1
    switch byte {
    case UInt8(ascii: "n"): bytes.append(0x0a)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "r"): bytes.append(0x0d)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0c)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "u"):
      let unit = try codeUnit()
      var units = [unit]
      if UTF16.isLeadSurrogate(unit), take("\\u") { units.append(try codeUnit()) }
      guard let text = String(validating: units, as: UTF16.self) else { throw refusal("half a letter of UTF-16") }
      bytes += text.utf8
    default: throw refusal("'\\' before a letter that means nothing there")
    }
  }

  private mutating func codeUnit() throws -> UInt16 {
    guard end - place >= 4,
      let unit = UInt16(String(decoding: UnsafeBufferPointer(start: place, count: 4), as: UTF8.self), radix: 16)
    else { throw refusal("'\\u' without four digits") }
    place += 4
    return unit
  }
}
