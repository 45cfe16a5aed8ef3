import LuaKit
import LuaPrompt

/// Finds the place in a line of source that a message is about. Lua says the line alone, but it names what is wrong:
/// "(global 'x')", "near 'then'", "unknown option 'etaa'".
enum Marking {
  /// The bytes that an error is about, nil where they are not known. A fault decides; without one a message of Lua's own does.
  ///
  /// - Parameters:
  ///   - message: Without the place that it begins with.
  ///   - source: The whole chunk.
  ///   - line: The number that the message says.
  static func place(
    of message: String, _ fault: Fault?, in source: [UInt8], line: Int, isSyntax: Bool,
    isFaulty: @escaping FaultPlace.Naming = { _ in nil }
  ) -> Range<Int>? {
    if let fault { return FaultPlace(fault, message, in: source, line: line, isFaulty: isFaulty).range }
    let bytes = source.range(ofLine: line)
    if isSyntax, message.hasSuffix("<eof>") { return bytes.upperBound..<bytes.upperBound }
    let tokens = Lexer.tokens(of: source).filter { bytes.overlaps($0.range) }
    return range(message, tokens, source, isSyntax)
  }

  /// Blanks and `^~~` to stand under a line of source, of the bytes marked as far as the line goes.
  static func marks(_ range: Range<Int>, in source: [UInt8]) -> String {
    let line = source.range(ofLine: source.line(at: range.lowerBound))
    let before = String(decoding: source[line.lowerBound..<range.lowerBound], as: UTF8.self)
    let marked = String(
      decoding: source[range.lowerBound..<max(range.lowerBound, min(range.upperBound, line.upperBound))], as: UTF8.self)
    // Tabs stay, so that the marks stand right whatever a tab's width is.
    let blanks = before.map { $0 == "\t" ? "\t" : String(repeating: " ", count: columns($0)) }.joined()
    let width = marked.map(columns).reduce(0, +)
    return blanks + "^" + String(repeating: "~", count: max(0, width - 1))
  }

  private static func range(_ message: String, _ tokens: [Token], _ source: [UInt8], _ isSyntax: Bool) -> Range<Int>? {
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
    if isSyntax {
      let names = quotations(in: message)
      return tokens.first { $0.kind == .name && names.contains($0.text(in: source)) }?.range
    }
    let kinds = ["(global ", "(local ", "(upvalue ", "(field ", "(method ", "(constant "]
    for kind in kinds {
      guard let name = quoted(behind: kind, in: message) else { continue }
      let places = tokens.indices.filter {
        let text = tokens[$0].text(in: source)
        return text == name || tokens[$0].kind == .string && text.dropFirst().dropLast() == name
      }
      let fitting = places.filter { use(at: $0, tokens, source, fits: message) }
      // A variable is the same wherever it stands; fields of one name are of several tables.
      let isVariable = ["(global ", "(local ", "(upvalue "].contains(kind)
      let chosen = fitting.isEmpty ? places : fitting
      return isVariable || chosen.count == 1 ? chosen.first.map { tokens[$0].range } : nil
    }
    if message.hasPrefix("bad argument #") || message.hasPrefix("calling "), let name = quotations(in: message).first {
      let places = tokens.indices.filter {
        tokens[$0].kind == .name && tokens[$0].text(in: source) == name && isCalled($0, tokens, source)
      }
      return places.count == 1 ? tokens[places[0]].range : nil
    }
    if message.hasPrefix("module '"), let name = quotations(in: message).first {
      return tokens.first { $0.kind == .string && $0.text(in: source).dropFirst().dropLast() == name }?.range
    }
    return nil
  }

  private static func isCalled(_ i: Int, _ tokens: [Token], _ source: [UInt8]) -> Bool {
    guard i + 1 < tokens.count else { return false }
    return ["(", "{"].contains(tokens[i + 1].text(in: source)) || tokens[i + 1].kind == .string
  }

  /// Whether what follows a name is what the message complains of: a call, an access.
  private static func use(at i: Int, _ tokens: [Token], _ source: [UInt8], fits message: String) -> Bool {
    guard i + 1 < tokens.count else { return false }
    let next = tokens[i + 1].text(in: source)
    if message.hasPrefix("attempt to call") { return isCalled(i, tokens, source) }
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
