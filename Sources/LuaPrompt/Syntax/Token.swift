import LuaKit
/// A token of Lua source, by its place among the bytes.
public struct Token: Equatable, Sendable {
  public enum Kind: Sendable {
    case name, keyword, number, symbol
    /// With its quotes or long brackets.
    case string
    case comment
    /// A byte that begins no token.
    case stray
  }

  public var kind: Kind
  public var range: Range<Int>
  /// Of a string or a long comment: whether its end is there.
  public var isFinished = true

  public func bytes(in source: [UInt8]) -> ArraySlice<UInt8> { source[range] }

  public func text(in source: [UInt8]) -> String { String(decoding: source[range], as: UTF8.self) }

  /// Whether it is this keyword or symbol.
  public func matches(_ word: StaticString, in source: [UInt8]) -> Bool {
    guard kind == .keyword || kind == .symbol, range.count == word.utf8CodeUnitCount else { return false }
    return source[range].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }
}
