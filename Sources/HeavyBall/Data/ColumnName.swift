/// The name of a column: bytes, as the file has it, in no encoding.
public struct ColumnName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }
  public init(stringLiteral text: String) { self.init(text) }

  /// For messages: where the bytes are not UTF-8, those above 127 stand as `\xe9`.
  public var description: String { FileName(bytes: bytes).description }
}
