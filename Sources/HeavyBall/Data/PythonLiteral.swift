/// Reads the Python literals that stand in NumPy's headers: strings, integers, True and False, tuples, lists and
/// dictionaries. Nothing is evaluated.
struct PythonLiteral {
  indirect enum Value {
    case text(String)
    case integer(Int)
    case boolean(Bool)
    /// A tuple or a list.
    case sequence([Value])
    case dictionary([String: Value])
  }

  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The value at the place reading has come to; nil where there is none.
  mutating func value() -> Value? {
    depth += 1
    defer { depth -= 1 }
    guard depth < 20, let first = next() else { return nil }
    switch first {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return quoted(first)
    case UInt8(ascii: "("): return sequence(end: UInt8(ascii: ")"))
    case UInt8(ascii: "["): return sequence(end: UInt8(ascii: "]"))
    case UInt8(ascii: "{"): return dictionary()
    default: return word()
    }
  }

  /// The next byte that is no space.
  private mutating func next() -> UInt8? {
    while place < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[place]) { place += 1 }
    return place < bytes.count ? bytes[place] : nil
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next() == byte else { return false }
    place += 1
    return true
  }

  private mutating func quoted(_ quote: UInt8) -> Value? {
    guard let end = bytes[(place + 1)...].firstIndex(of: quote) else { return nil }
    defer { place = end + 1 }
    return .text(String(decoding: bytes[place + 1..<end], as: UTF8.self))
  }

  private mutating func sequence(end: UInt8) -> Value? {
    place += 1
    var values: [Value] = []
    while !take(end) {
      guard let value = value() else { return nil }
      values.append(value)
      guard take(UInt8(ascii: ",")) || next() == end else { return nil }
    }
    return .sequence(values)
  }

  private mutating func dictionary() -> Value? {
    place += 1
    var fields: [String: Value] = [:]
    while !take(UInt8(ascii: "}")) {
      guard case .text(let key)? = value(), take(UInt8(ascii: ":")), let value = value() else { return nil }
      fields[key] = value
      guard take(UInt8(ascii: ",")) || next() == UInt8(ascii: "}") else { return nil }
    }
    return .dictionary(fields)
  }

  private mutating func word() -> Value? {
    let start = place
    while place < bytes.count, !Array(",:)]} \t\n\r".utf8).contains(bytes[place]) { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    if word == "True" || word == "False" { return .boolean(word == "True") }
    // Python 2 wrote long integers with an L.
    return Int(word.hasSuffix("L") ? String(word.dropLast()) : word).map { .integer($0) }
  }
}
