/// A Lua string: bytes, of any value, with no encoding of their own.
public struct LuaString: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// Any bytes, with zeros among them.
  public var bytes: [UInt8]

  /// Of bytes as they are.
  public init(bytes: [UInt8]) { self.bytes = bytes }
  /// Of text in UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }
  public init(stringLiteral text: String) { self.init(text) }

  /// The bytes as UTF-8, or nil where they are not.
  public var utf8: String? { String(validating: bytes, as: UTF8.self) }

  /// For people to read: the bytes as UTF-8, those that are not as Lua writes them, "caf\xE9".
  public var text: String { bytes.withUnsafeBytes { readable($0) } }

  public var description: String { text }
}

/// See ``LuaString/text``.
package func readable(_ bytes: UnsafeRawBufferPointer) -> String {
  if let text = String(validating: bytes, as: UTF8.self) { return text }
  var text = ""
  decodeUTF8(bytes) {
    text.unicodeScalars.append($0)
  } other: {
    text += escapedByte($0)
  }
  return text
}

/// Goes through what may be UTF-8: the characters, and the bytes that belong to none.
package func decodeUTF8(_ bytes: UnsafeRawBufferPointer, _ character: (Unicode.Scalar) -> Void, other: (UInt8) -> Void) {
  var parser = Unicode.UTF8.ForwardParser()
  var (rest, position) = (bytes.makeIterator(), 0)
  while true {
    switch parser.parseScalar(from: &rest) {
    case .valid(let scalar):
      character(Unicode.UTF8.decode(scalar))
      position += scalar.count
    case .error(let length):
      for byte in bytes[position..<position + length] { other(byte) }
      position += length
    case .emptyInput: return
    }
  }
}

/// As Lua's source has it: \xE9. Bytes that are no characters have two digits.
package func escapedByte(_ byte: UInt8) -> String { "\\x" + String(byte, radix: 16, uppercase: true) }
