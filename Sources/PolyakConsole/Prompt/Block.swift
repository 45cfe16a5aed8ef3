import LuaKit

/// What is typed at the prompt until it is whole.
struct Block {
  enum State {
    case empty
    /// What to do, in order. Pasted text may hold several statements and expressions.
    case whole([Piece])
    /// More lines may complete it.
    case incomplete(LuaError)
    case wrong(LuaError)
  }

  /// What is done at once.
  enum Piece: Equatable {
    /// Lua code; an expression's values are shown unless a semicolon stands behind it.
    case code([UInt8], isExpression: Bool, isSilent: Bool)
    /// A line that is not Lua: `:time f()`, `! ls`, `?hbf.flow`.
    case command(String)
  }

  private(set) var text: [UInt8] = []
  private let lua: LuaState
  /// As messages call it.
  private let name: String

  init(in lua: LuaState, name: String) {
    self.lua = lua
    self.name = "=" + name
  }

  /// Adds a line, or pasted lines, and says what the block is with it.
  mutating func add(_ line: LuaString) -> State {
    if !text.isEmpty { text.append(newline) }
    text += line.bytes
    while text.last == newline { text.removeLast() }
    if Self.isBlank(text) {
      text = []
      return .empty
    }
    text = Self.withoutPrompts(text)
    switch state(of: text) {
    case .wrong(let error): return split(text) ?? .wrong(error)
    case .incomplete(let error):
      // Pasted lines may end in an expression, which as part of a chunk would be an unfinished statement.
      if case .whole(let pieces)? = split(text) { return .whole(pieces) }
      return .incomplete(error)
    case let state: return state
    }
  }

  private static func isBlank(_ text: some Sequence<UInt8>) -> Bool {
    text.allSatisfy { $0 == newline || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
  }

  /// Of one statement, expression, chunk or command.
  private func state(of text: [UInt8]) -> State {
    if let command = Self.command(text) { return .whole([.command(command)]) }
    // As in the stock prompt, from the days before expressions were printed.
    let text = text.first == UInt8(ascii: "=") ? Array(text.dropFirst()) : text
    let tokens = Lexer.tokens(of: text)
    // A comment alone is no expression, though `return` in front of it compiles.
    if tokens.isEmpty, case .success = compile(text) { return .whole([.code(text, isExpression: false, isSilent: true)]) }
    var (bare, isSilent) = Self.withoutSemicolon(text)
    if let first = tokens.first, first.kind == .keyword, first.text(in: text) == "return" {
      bare.removeFirst(first.range.upperBound)
    }
    let expression = compile("return ".utf8 + bare)
    if case .success = expression { return .whole([.code(bare, isExpression: true, isSilent: isSilent)]) }
    let chunk = compile(text)
    if case .failure = chunk, let pieces = withLastExpression(text, tokens) { return .whole(pieces) }
    switch (chunk, expression) {
    case (.success, _): return .whole([.code(text, isExpression: false, isSilent: isSilent)])
    case (.failure(let error), .failure(let other)):
      if error.isIncompleteInput { return .incomplete(error) }
      return other.isIncompleteInput ? .incomplete(other) : .wrong(error)
    case (.failure(let error), .success): return .wrong(error)
    }
  }

  /// Statements and an expression behind the last semicolon: `local x = 2; x * 2`.
  private func withLastExpression(_ text: [UInt8], _ tokens: [Token]) -> [Piece]? {
    guard let mark = tokens.dropLast().last(where: { $0.kind == .symbol && $0.text(in: text) == ";" }) else { return nil }
    let statements = Array(text[..<mark.range.lowerBound]), rest = Array(text[mark.range.upperBound...])
    guard case .success = compile(statements), case .whole(let last) = state(of: rest), last.count == 1,
      case .code(_, isExpression: true, _) = last[0]
    else { return nil }
    return [.code(statements, isExpression: false, isSilent: true)] + last
  }

  private static func command(_ text: [UInt8]) -> String? {
    let line = String(decoding: text, as: UTF8.self).trimmed
    guard !line.contains("\n"), let first = line.first else { return nil }
    switch first {
    case "?", "!": return line
    // `::name::` is a label of Lua's.
    case ":": return line.hasPrefix("::") ? nil : line
    default: return nil
    }
  }

  private static func withoutSemicolon(_ text: [UInt8]) -> (bare: [UInt8], isSilent: Bool) {
    guard let last = Lexer.tokens(of: text).last, last.kind == .symbol, last.text(in: text) == ";" else { return (text, false) }
    return (Array(text[..<last.range.lowerBound]), true)
  }

  /// The pieces of pasted lines that are no single chunk; nil where one of them is wrong.
  private func split(_ text: [UInt8]) -> State? {
    var pieces: [Piece] = []
    var piece: [UInt8] = []
    var incomplete: LuaError?
    for line in text.split(separator: newline, omittingEmptySubsequences: false) {
      if piece.isEmpty, Self.isBlank(line) { continue }
      if !piece.isEmpty { piece.append(newline) }
      piece += line
      switch state(of: piece) {
      case .empty: piece = []
      case .incomplete(let error): incomplete = error
      case .wrong: return nil
      case .whole(let found):
        pieces += found
        (piece, incomplete) = ([], nil)
      }
    }
    if let incomplete { return .incomplete(incomplete) }
    return pieces.count > 1 ? .whole(pieces) : nil
  }

  /// A session copied from a page: of lines behind `> ` and `>> ` the prompts go, and what was printed between them.
  private static func withoutPrompts(_ text: [UInt8]) -> [UInt8] {
    guard text.starts(with: "> ".utf8), text.contains(newline) else {
      return text.starts(with: "> ".utf8) ? Array(text.dropFirst(2)) : text
    }
    let typed = text.split(separator: newline).compactMap { line in
      line.starts(with: ">> ".utf8) ? line.dropFirst(3) : line.starts(with: "> ".utf8) ? line.dropFirst(2) : nil
    }
    return Array(typed.joined(separator: [newline]))
  }

  // With a newline at the end, so that a string without its closing quote is wrong and not incomplete.
  private func compile(_ text: [UInt8]) -> Result<LuaFunction, LuaError> {
    Result { () throws(LuaError) in try lua.load(bytes: text + [newline], name: name) }
  }
}

private let newline = UInt8(ascii: "\n")

extension StringProtocol {
  /// Without blanks at its ends.
  var trimmed: String {
    let isBlank = { (character: Character) in character.isWhitespace }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
