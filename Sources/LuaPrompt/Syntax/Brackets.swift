/// Which bracket closes which, among the tokens of Lua source: `()`, `[]`, `{}`, and the words that end with `end` or `until`.
public struct Brackets {
  private let tokens: [Token]
  private let source: [UInt8]
  private var partners: [Int?]

  /// - Parameter tokens: Without comments.
  public init(_ tokens: [Token], in source: [UInt8]) {
    (self.tokens, self.source) = (tokens, source)
    partners = Array(repeating: nil, count: tokens.count)
    var open: [Int] = []
    for (i, token) in tokens.enumerated() where token.kind == .symbol || token.kind == .keyword {
      switch token.text(in: source) {
      case "(", "[", "{", "function", "if", "do", "repeat": open.append(i)
      case ")", "]", "}", "end", "until":
        guard let last = open.popLast() else { continue }
        (partners[last], partners[i]) = (i, last)
      default: break
      }
    }
  }

  /// The bracket that belongs to this one; nil of other tokens, and where it is not there.
  public func partner(of i: Int) -> Int? { partners.indices.contains(i) ? partners[i] : nil }

  /// What stands between the commas of the bracket that opens at a token.
  public func parts(behind open: Int) -> [Range<Int>] {
    let end = partner(of: open) ?? tokens.count
    var parts: [Range<Int>] = []
    var start = open + 1, i = open + 1
    while i < end {
      if tokens[i].matches(",", in: source) || tokens[i].matches(";", in: source) {
        parts.append(start..<i)
        start = i + 1
      } else if let partner = partners[i], partner > i {
        i = partner
      }
      i += 1
    }
    if end > start { parts.append(start..<end) }
    return parts
  }

  /// Whether an expression that can be called or indexed may end with this token.
  public func endsPrefix(_ i: Int) -> Bool {
    guard tokens.indices.contains(i) else { return false }
    return tokens[i].kind == .name || tokens[i].kind == .string
      || [")", "]", "}"].contains { (word: StaticString) in tokens[i].matches(word, in: source) }
  }

  /// The first token of such an expression: `a` of `a.b[1]:c`, of which the last is `c`.
  public func startOfPrefix(endingAt last: Int) -> Int {
    var i = last
    while true {
      if let open = partner(of: i), open < i {
        i = open
      } else if tokens[i].kind == .name, i >= 2, isDot(i - 1) {
        i -= 2
        continue
      }
      // A bracket or a text behind an expression is its index or its argument.
      guard tokens[i].kind != .name, endsPrefix(i - 1) else { return i }
      i -= 1
    }
  }

  private func isDot(_ i: Int) -> Bool { tokens[i].matches(".", in: source) || tokens[i].matches(":", in: source) }
}
