import LuaKit
/// Lua 5.4's tokens. It never fails: an unfinished string or comment is a token up to the end, and says so.
///
///     for token in Lexer(Array("local x = 1".utf8)) { ... }     // local, x, =, 1
///
/// A first line that starts with `#` is no special case here. Cost: linear in the source.
public struct Lexer: Sequence, IteratorProtocol {
  private let source: [UInt8]
  private var position: Int

  public init(_ source: [UInt8]) {
    self.source = source
    position = 0
  }

  /// All tokens but comments.
  public static func tokens(of source: [UInt8]) -> [Token] { Lexer(source).filter { $0.kind != .comment } }

  public static let keywords: Set<String> = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not",
    "or", "repeat", "return", "then", "true", "until", "while",
  ]

  public mutating func next() -> Token? {
    while let byte = byte(), isSpace(byte) { position += 1 }
    guard let first = byte() else { return nil }
    let start = position
    if isNameStart(first) {
      while let byte = byte(), isNamePart(byte) { position += 1 }
      let isKeyword = Self.keywords.contains(String(decoding: source[start..<position], as: UTF8.self))
      return Token(kind: isKeyword ? .keyword : .name, range: start..<position)
    }
    if isDigit(first) || first == UInt8(ascii: ".") && isDigit(byte(1) ?? 0) { return number(from: start) }
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return quoted(first, from: start)
    case UInt8(ascii: "[") where longBracketLevel() != nil:
      let finished = skipLong()
      return Token(kind: .string, range: start..<position, isFinished: finished)
    case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"): return comment(from: start)
    default: return symbol(from: start)
    }
  }

  private func byte(_ offset: Int = 0) -> UInt8? {
    position + offset < source.count ? source[position + offset] : nil
  }

  /// As Lua reads them: everything that may belong to a number, an exponent's sign included.
  private mutating func number(from start: Int) -> Token {
    let isHexadecimal = byte() == UInt8(ascii: "0") && (byte(1) ?? 0) | 0x20 == UInt8(ascii: "x")
    let exponent = isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e")
    while let byte = byte(), isNamePart(byte) || byte == UInt8(ascii: ".") {
      position += 1
      if byte | 0x20 == exponent, let sign = self.byte(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        position += 1
      }
    }
    return Token(kind: .number, range: start..<position)
  }

  /// Ends at its quote; at the end of the line where that is missing, unless a backslash goes on.
  private mutating func quoted(_ quote: UInt8, from start: Int) -> Token {
    position += 1
    while let byte = byte() {
      if byte == UInt8(ascii: "\\") {
        position += 1
        if self.byte() == UInt8(ascii: "z") {
          position += 1
          while let space = self.byte(), isSpace(space) { position += 1 }
        } else if let escaped = self.byte() {
          position += 1
          // Two bytes may end one line, in either order.
          if isLineEnd(escaped), let next = self.byte(), isLineEnd(next), next != escaped { position += 1 }
        }
        continue
      }
      if isLineEnd(byte) { break }
      position += 1
      if byte == quote { return Token(kind: .string, range: start..<position) }
    }
    return Token(kind: .string, range: start..<position, isFinished: false)
  }

  private mutating func comment(from start: Int) -> Token {
    position += 2
    if byte() == UInt8(ascii: "["), longBracketLevel() != nil {
      let finished = skipLong()
      return Token(kind: .comment, range: start..<position, isFinished: finished)
    }
    while let byte = byte(), !isLineEnd(byte) { position += 1 }
    return Token(kind: .comment, range: start..<position)
  }

  /// Of `[[` 0, of `[=[` 1; nil where no long bracket opens.
  private func longBracketLevel() -> Int? {
    var level = 0
    while byte(1 + level) == UInt8(ascii: "=") { level += 1 }
    return byte(1 + level) == UInt8(ascii: "[") ? level : nil
  }

  /// From an opening long bracket past its closing one; whether that was there.
  private mutating func skipLong() -> Bool {
    let level = longBracketLevel() ?? 0
    position += level + 2
    while let byte = byte() {
      position += 1
      guard byte == UInt8(ascii: "]") else { continue }
      var count = 0
      while self.byte(count) == UInt8(ascii: "=") { count += 1 }
      if count == level, self.byte(count) == UInt8(ascii: "]") {
        position += level + 1
        return true
      }
    }
    return false
  }

  private static let symbols = ["...", "<<", ">>", "//", "==", "~=", "<=", ">=", "::", ".."].map { Array($0.utf8) }
  private static let characters = Set("+-*/%^#&~|<>=(){}[];:,.".utf8)

  private mutating func symbol(from start: Int) -> Token {
    for symbol in Self.symbols where source[start...].starts(with: symbol) {
      position += symbol.count
      return Token(kind: .symbol, range: start..<position)
    }
    let kind: Token.Kind = Self.characters.contains(source[start]) ? .symbol : .stray
    position += 1
    return Token(kind: kind, range: start..<position)
  }
}

func isNameStart(_ byte: UInt8) -> Bool {
  byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
}

func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }

private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }

/// A carriage return too, as Lua has it.
private func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

/// Whether it can stand behind a dot.
func isName(_ text: String) -> Bool {
  guard let first = text.utf8.first, isNameStart(first), text.utf8.allSatisfy({ isNamePart($0) }) else { return false }
  return !Lexer.keywords.contains(text)
}
