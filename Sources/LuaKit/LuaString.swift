/// A Lua string: bytes, of any value, with no encoding of their own.
public struct LuaString: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public var bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }
  public init(stringLiteral text: String) { self.init(text) }

  /// The bytes as UTF-8, or nil where they are not.
  public var utf8: String? { String(validating: bytes, as: UTF8.self) }

  /// The bytes as UTF-8, what is not replaced by U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public var description: String { text }
}
