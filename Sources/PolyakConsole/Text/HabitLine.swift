import LuaKit
import LuaPrompt

extension Habit {
  /// A line that is wrong, and what is said about it.
  struct Line {
    let source: [UInt8]
    let tokens: [Token]
    let message: String
    let isSyntax: Bool

    init(_ text: String, _ message: String, isSyntax: Bool) {
      source = Array(text.utf8)
      tokens = Lexer.tokens(of: source)
      (self.message, self.isSyntax) = (message, isSyntax)
    }

    func text(_ i: Int) -> String { tokens.indices.contains(i) ? tokens[i].text(in: source) : "" }

    var first: String? { tokens.first?.text(in: source) }

    var last: String? { tokens.last?.text(in: source) }

    var hasTripleQuotes: Bool {
      let text = String(decoding: source, as: UTF8.self)
      return text.contains("\"\"\"") || text.contains("'''")
    }

    func startsWith(_ words: [String]) -> Bool { first.map { words.contains($0) } ?? false }

    func has(_ symbol: String) -> Bool { tokens.contains { $0.kind != .string && $0.text(in: source) == symbol } }

    func hasName(_ name: String) -> Bool { tokens.contains { $0.kind == .name && $0.text(in: source) == name } }

    var hasString: Bool { tokens.contains { $0.kind == .string } }

    /// Where one symbol stands right behind another.
    func adjacent(_ first: String, _ second: String) -> Int? {
      tokens.indices.dropLast().first { i in
        text(i) == first && text(i + 1) == second && tokens[i].range.upperBound == tokens[i + 1].range.lowerBound
      }
    }

    func index(of symbols: [String], then second: String) -> (start: Int, text: String)? {
      symbols.lazy.compactMap { symbol in adjacent(symbol, second).map { (start: $0, text: symbol) } }.first
    }

    /// The variable that stands before a token: `t.x`, `v[i]`.
    func path(before end: Int) -> String? {
      guard end > 0, tokens[0].kind == .name else { return nil }
      return String(decoding: source[tokens[0].range.lowerBound..<tokens[end - 1].range.upperBound], as: UTF8.self)
    }

    /// Whether a comment of another language begins here: at the beginning, or with words that are no code.
    func startsComment(_ mark: String) -> Bool {
      guard let i = tokens.firstIndex(where: { $0.text(in: source) == mark }) else { return false }
      if i == 0 {
        return mark == "//"
          || source.count > tokens[0].range.upperBound && source[tokens[0].range.upperBound] == UInt8(ascii: " ")
      }
      return isSyntax && tokens[i...].dropFirst().contains { $0.kind == .name }
    }

    var isInsideBrackets: Bool {
      guard let colon = tokens.firstIndex(where: { $0.text(in: source) == ":" }) else { return has("[") }
      let before = tokens[..<colon].map { $0.text(in: source) }
      return before.filter { $0 == "[" }.count > before.filter { $0 == "]" }.count
    }

    /// `x` of `x?`, `x??` and of `help x`'s like in other prompts.
    var asked: String? {
      let names = tokens.prefix { $0.text(in: source) != "?" }
      guard let start = names.first?.range.lowerBound, let end = names.last?.range.upperBound, names.count < tokens.count,
        tokens[names.count...].allSatisfy({ $0.text(in: source) == "?" }),
        names.enumerated().allSatisfy({ i, token in
          i % 2 == 0 ? token.kind == .name : [".", ":"].contains(token.text(in: source))
        })
      else { return nil }
      return String(decoding: source[start..<end], as: UTF8.self)
    }

    /// For `x is None`, `x is not y`, `x in list`, `x not in list`.
    var comparison: String? {
      guard let i = tokens.indices.dropFirst().first(where: { ["is", "in"].contains(text($0)) }), i + 1 < tokens.count, !hasFor
      else {
        return nil
      }
      let isNot = text(i + 1) == "not" || text(i - 1) == "not"
      if text(i) == "in" { return "Lua has no 'in': t[x] ~= nil asks for a key, a loop looks for a value" }
      let right = text(i + (isNot ? 2 : 1))
      return "Lua writes x \(isNot ? "~=" : "==") \(["None", "null", "NULL", "nil", "undefined"].contains(right) ? "nil" : "y")"
    }

    private var hasFor: Bool { tokens.contains { $0.text(in: source) == "for" } }

    /// The field or method that a message calls nil or unknown.
    var field: String? {
      guard
        let range = ["(field '", "(method '", ": no field '"].lazy.compactMap({ [message] in message.firstRange(of: $0) }).first
      else { return nil }
      return String(message[range.upperBound...].prefix { $0 != "'" })
    }

    var hasElseIf: Bool { tokens.indices.dropLast().contains { text($0) == "else" && text($0 + 1) == "if" } }

    func string(then symbol: String) -> Int? {
      tokens.indices.dropLast().first { tokens[$0].kind == .string && text($0 + 1) == symbol }
    }

    /// The letter of `f"..."`.
    var prefixedText: String? {
      guard message.contains("a nil value") || isSyntax else { return nil }
      let i = tokens.indices.dropLast().first { i in
        ["f", "r", "b", "u"].contains(text(i)) && tokens[i + 1].kind == .string
          && tokens[i].range.upperBound == tokens[i + 1].range.lowerBound
      }
      return i.map { text($0) }
    }

    var transposes: Bool {
      guard let quote = source.firstIndex(of: UInt8(ascii: "'")), quote > 0 else { return false }
      return tokens.contains { ($0.kind == .name || $0.text(in: source) == ")") && $0.range.upperBound == quote }
    }

    /// The variable that a message calls nil.
    var global: String? {
      guard let range = message.firstRange(of: "(global '") else { return nil }
      return String(message[range.upperBound...].prefix { $0 != "'" })
    }
  }
}
