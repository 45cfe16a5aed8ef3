import LuaKit

extension Token {
  /// Of a number or a text in quotes, the bytes that Lua would refuse; for a text without its second quote that is the first.
  func faults(in source: [UInt8]) -> [Range<Int>] {
    switch kind {
    case .stray: return [range]
    case .number: return isNumber(source[range]) ? [] : [range]
    case .string where source[range.lowerBound] != UInt8(ascii: "["):
      let quote = isFinished ? [] : [range.lowerBound..<range.lowerBound + 1]
      return quote + wrongEscapes(in: source)
    default: return []
    }
  }

  private func wrongEscapes(in source: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var i = range.lowerBound + 1
    while i < range.upperBound {
      guard source[i] == UInt8(ascii: "\\") else {
        i += 1
        continue
      }
      let rest = source[(i + 1)..<range.upperBound]
      let length = escapeLength(rest)
      // What is still being typed is not wrong yet.
      let end = min(i + 1 + (length ?? 1), range.upperBound)
      if length == nil, !rest.isEmpty { found.append(i..<end) }
      i = end
    }
    return found
  }

  /// How many bytes behind the backslash belong to it; nil where it means nothing.
  private func escapeLength(_ rest: ArraySlice<UInt8>) -> Int? {
    guard let first = rest.first else { return 0 }
    switch first {
    case UInt8(ascii: "x"): return rest.dropFirst().prefix(2).filter(isHexadecimal).count == 2 ? 3 : nil
    case UInt8(ascii: "u"):
      let digits = rest.dropFirst(2).prefix(while: isHexadecimal)
      guard rest.dropFirst().first == UInt8(ascii: "{"), !digits.isEmpty,
        rest.dropFirst(2 + digits.count).first == UInt8(ascii: "}"),
        let code = Int(String(decoding: digits, as: UTF8.self), radix: 16), code < 1 << 31
      else { return nil }
      return digits.count + 3
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let digits = rest.prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      return (Int(String(decoding: digits, as: UTF8.self)) ?? 256) < 256 ? digits.count : nil
    default: return Self.escapes.contains(first) ? 1 : nil
    }
  }

  private static let escapes = Set("abfnrtvz\\\"'\n\r".utf8)
}

/// Whether Lua reads it as a number.
private func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
  var rest = text
  let isHexadecimalNumber = rest.count > 2 && rest.starts(with: "0x".utf8) || rest.starts(with: "0X".utf8)
  if isHexadecimalNumber { rest = rest.dropFirst(2) }
  let isDigit = { (byte: UInt8) in
    isHexadecimalNumber ? isHexadecimal(byte) : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
  let whole = rest.prefix(while: isDigit)
  rest = rest.dropFirst(whole.count)
  var count = whole.count
  if rest.first == UInt8(ascii: ".") {
    let fraction = rest.dropFirst().prefix(while: isDigit)
    count += fraction.count
    rest = rest.dropFirst(1 + fraction.count)
  }
  guard count > 0, let mark = rest.first else { return count > 0 }
  guard mark | 0x20 == UInt8(ascii: isHexadecimalNumber ? "p" : "e") else { return false }
  rest = rest.dropFirst()
  if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
  return !rest.isEmpty && rest.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
  default: false
  }
}
