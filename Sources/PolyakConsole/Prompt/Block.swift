import LuaKit

/// What is typed at the prompt until it is whole.
struct Block {
  enum State {
    case empty
    /// What to do, in order. Pasted text may hold several statements and expressions.
    case whole([Piece])
    /// A session that was pasted with its prompts: what was typed in it, each to be entered as if it were typed again.
    case session([LuaString])
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
  /// How far its prompt was indented, if it was copied with that.
  private(set) var copiedIndentation: Int?
  private let lua: LuaState
  /// As messages call it.
  private let name: String

  init(in lua: LuaState, name: String) {
    self.lua = lua
    self.name = "=" + name
  }

  /// Adds a line, or pasted lines, and says what the block is with it.
  mutating func add(_ line: LuaString) -> State {
    if text.isEmpty {
      if let session = session(in: line.bytes) {
        copiedIndentation = session.indentation
        if session.entries.count > 1 { return .session(session.entries.map { LuaString(bytes: $0) }) }
        text = session.entries.first ?? []
      } else {
        text = line.bytes
      }
    } else {
      let copied = copiedIndentation.flatMap { CopiedLine(line.bytes[...], indentation: $0) }
      text += [newline] + (copied?.typed ?? line.bytes[...])
    }
    while text.last == newline { text.removeLast() }
    if Self.isBlank(text) {
      text = []
      return .empty
    }
    let whole = state(of: text)
    guard text.contains(newline) else { return whole }
    switch PastedLines(text).pieces(state) {
    case .whole(let pieces): return .whole(pieces)
    case .incomplete(let error):
      if case .incomplete = whole { return .incomplete(error) }
      return whole
    default: return whole
    }
  }

  static func isBlank(_ text: some Sequence<UInt8>) -> Bool {
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
      if error.isIncompleteInput { return Habit.isForeign(text) ? .wrong(error) : .incomplete(error) }
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

  /// Of a single line, what it is where that is no Lua.
  static func command(_ text: [UInt8]) -> String? {
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

  /// What was typed in a session copied from a page or a terminal; nil where the text is none.
  private func session(in text: [UInt8]) -> (entries: [[UInt8]], indentation: Int)? {
    let lines = text.split(separator: newline, omittingEmptySubsequences: false)
    var first = lines.first { !Self.isBlank($0) }.flatMap { CopiedLine($0) }
    if first?.isFirst != true {
      // Behind a heading, or the end of what was shown before it; but a comparison may stand at the beginning of a line.
      first = lines.lazy.compactMap { CopiedLine($0, indentation: 0) }.first { $0.isFirst }
      guard first != nil, case .wrong = state(of: text) else { return nil }
    }
    guard let indentation = first?.indentation else { return nil }
    var entries: [[UInt8]] = []
    for line in lines.lazy.compactMap({ CopiedLine($0, indentation: indentation) }) {
      guard let last = entries.indices.last else {
        if line.isFirst { entries.append(Array(line.typed)) }
        continue
      }
      let joined = entries[last] + [newline] + line.typed
      if line.isFirst, !goesOn(entries[last], joined) {
        entries.append(Array(line.typed))
      } else {
        entries[last] = joined
      }
    }
    return (entries.filter { !Self.isBlank($0) }, indentation)
  }

  /// Whether an entry needs the line behind it: examples in help have the first prompt at each line.
  private func goesOn(_ entry: [UInt8], _ joined: [UInt8]) -> Bool {
    guard case .incomplete = state(of: entry) else { return false }
    if case .wrong = state(of: joined) { return false }
    return true
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
