/// The name of a file: bytes, as the system has it, in no encoding.
///
///     FileName("a.csv")
///     FileName(bytes: [0x61, 0xe9])       // no UTF-8, and a name all the same
public struct FileName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let bytes: [UInt8]

  /// As the system has it.
  public init(bytes: [UInt8]) { self.bytes = bytes }
  /// The bytes of the text in UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }
  public init(stringLiteral text: String) { self.init(text) }

  /// For messages: where the bytes are not UTF-8, those above 127 stand as `\xe9`.
  public var description: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return bytes.map { byte in
      if byte < 0x80 { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16)
      return "\\x" + digits
    }.joined()
  }

  public func hasSuffix(_ ending: String) -> Bool { bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8) }

  static func + (name: FileName, end: String) -> FileName { FileName(bytes: name.bytes + Array(end.utf8)) }

  /// Calls a body with what C takes.
  ///
  /// - Throws: ``FileFailure`` where a NUL, which ends C's strings, would make another name of it.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) throws(FileFailure) -> Result {
    if bytes.contains(0) { throw FileFailure(path: self, reason: "the name has a NUL in it") }
    return (bytes + [0]).withCString(body)
  }
}

extension [UInt8] {
  /// - Precondition: The bytes end with their only NUL.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    withUnsafeBytes { bytes in
      // Not empty, so that there is an address.
      bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress.unsafelyUnwrapped) }
    }
  }
}
