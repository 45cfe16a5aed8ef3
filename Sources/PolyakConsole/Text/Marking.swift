import LuaKit
import LuaPrompt

/// Finds the place in a line of source that a message is about. Lua says the line alone, but it names what is wrong:
/// "(global 'x')", "near 'then'", "unknown option 'etaa'".
enum Marking {
  /// Blanks and `^~~` to stand under the line; empty where the place is not known.
  ///
  /// - Parameter fault: Where in a call of a declared function it lies, which then decides.
  static func marks(for message: String, fault: Fault? = nil, in line: String, isSyntax: Bool) -> String {
    let source = Array(line.utf8)
    let tokens = Array(Lexer(source)).filter { $0.kind != .comment }
    let place = fault.map { FaultPlace($0, message, tokens, source).range } ?? range(message, tokens, source, isSyntax)
    guard let range = place else { return "" }
    let before = String(decoding: source[..<range.lowerBound], as: UTF8.self)
    let marked = String(decoding: source[range], as: UTF8.self)
    // Tabs stay, so that the marks stand right whatever a tab's width is.
    let blanks = before.map { $0 == "\t" ? "\t" : String(repeating: " ", count: columns($0)) }.joined()
    let width = marked.map(columns).reduce(0, +)
    return blanks + "^" + String(repeating: "~", count: max(0, width - 1))
  }

  private static func range(_ message: String, _ tokens: [Token], _ source: [UInt8], _ isSyntax: Bool) -> Range<Int>? {
    if isSyntax, message.hasSuffix("<eof>") { return source.count..<source.count }
    if isSyntax, let near = quoted(behind: " near ", in: message) {
      // The error is where the parser stopped: at the first byte that begins no token, of equal tokens most often the last.
      if let byte = tokens.first(where: { $0.isByte(near, in: source) }) { return byte.range }
      if let token = tokens.last(where: { $0.text(in: source) == near }) { return token.range }
      return tokens.last { $0.kind == .string && $0.text(in: source).hasPrefix(near) }?.range
    }
    if isSyntax, let name = quoted(behind: "const variable ", in: message) {
      let places = tokens.indices.filter { tokens[$0].text(in: source) == name }
      let isTarget = { (i: Int) in i + 1 < tokens.count && ["=", ","].contains(tokens[i + 1].text(in: source)) }
      return (places.first(where: isTarget) ?? places.first).map { tokens[$0].range }
    }
    let kinds = ["(global ", "(local ", "(upvalue ", "(field ", "(method ", "(constant "]
    for kind in kinds {
      guard let name = quoted(behind: kind, in: message) else { continue }
      let places = tokens.indices.filter { tokens[$0].text(in: source) == name }
      if let place = places.first(where: { use(at: $0, tokens, source, fits: message) }) ?? places.first {
        return tokens[place].range
      }
    }
    for name in quotations(in: message) {
      if let token = tokens.first(where: { $0.kind == .name && $0.text(in: source) == name }) { return token.range }
      if let token = tokens.first(where: { $0.kind == .string && $0.text(in: source).dropFirst().dropLast() == name }) {
        return token.range
      }
    }
    // What raised it: "plot: expected ...", "losses.product: ...".
    let raised = message.prefix { $0 != ":" && !$0.isWhitespace }
    guard message.dropFirst(raised.count).hasPrefix(":"), let name = raised.split(separator: ".").last else { return nil }
    return tokens.first { $0.kind == .name && $0.text(in: source) == name }?.range
  }

  /// Whether what follows a name is what the message complains of: a call, an access.
  private static func use(at i: Int, _ tokens: [Token], _ source: [UInt8], fits message: String) -> Bool {
    guard i + 1 < tokens.count else { return false }
    let next = tokens[i + 1].text(in: source)
    if message.hasPrefix("attempt to call") { return ["(", "{"].contains(next) || tokens[i + 1].kind == .string }
    if message.hasPrefix("attempt to index") { return [".", ":", "["].contains(next) }
    return true
  }

  private static func quoted(behind words: String, in message: String) -> String? {
    guard let range = message.firstRange(of: words + "'") else { return nil }
    let rest = message[range.upperBound...]
    // A quotation may hold a quote itself: near ''abc'.
    guard let end = words == " near " ? rest.lastIndex(of: "'") : rest.firstIndex(of: "'") else { return nil }
    return String(rest[..<end])
  }

  private static func quotations(in message: String) -> [String] {
    let parts = message.split(separator: "'", omittingEmptySubsequences: false)
    return stride(from: 1, to: parts.count, by: 2).map { String(parts[$0]) }
  }

  /// Columns of a terminal: two for East Asian characters and emoji, none for what combines.
  private static func columns(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

extension Token {
  /// Whether it is the byte that Lua writes `<\\229>`, which can stand nowhere but in strings and comments.
  fileprivate func isByte(_ text: String, in source: [UInt8]) -> Bool {
    kind == .stray && text == "<\\\(source[range.lowerBound])>"
  }
}
