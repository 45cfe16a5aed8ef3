/// The name of a column: bytes, as the file has it, in no encoding.
public struct ColumnName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let bytes: [UInt8]

  /// As a file has it, without its quotes.
  public init(bytes: [UInt8]) { self.bytes = bytes }
  /// The bytes of the text in UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }
  public init(stringLiteral text: String) { self.init(text) }

  /// For messages: where the bytes are not UTF-8, those above 127 stand as `\xe9`.
  public var description: String { FileName(bytes: bytes).description }
}
