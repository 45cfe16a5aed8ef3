import LuaKit
import LuaPrompt

/// What is typed at the prompt until it is whole.
struct Block {
  enum State {
    case empty
    /// What to do, in order. Pasted text may hold several statements and expressions.
    case whole([Piece])
    /// A session that was pasted with its prompts: what was typed in it, each to be entered as if it were typed again.
    case session(CopiedSession)
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
  /// Whether several lines came at once, from a terminal that tells what is pasted: what is read next is no part of that.
  private(set) var isPasted = false
  private let lua: LuaState
  /// As messages call it.
  private let name: String

  private let commands: Set<String>

  /// - Parameter commands: The names of the prompt's commands.
  init(in lua: LuaState, name: String, commands: Set<String>) {
    self.lua = lua
    self.name = "=" + name
    self.commands = commands
  }

  /// Goes on from an entry that a copied session ended in.
  mutating func begin(with entry: [UInt8], indentation: Int) -> State {
    copiedIndentation = indentation
    text = entry
    return state(ofLines: text)
  }

  /// Adds a line, or pasted lines, and says what the block is with it.
  mutating func add(_ line: LuaString) -> State {
    isPasted = line.bytes.contains(newline)
    if let copied = CopiedSession(line.bytes, after: text, indentation: copiedIndentation, state(ofLines:)) {
      copiedIndentation = copied.indentation
      let only = copied.unfinished ?? copied.entries.first ?? []
      if copied.entries.count + (copied.unfinished == nil ? 0 : 1) > 1 || !copied.leftOut.isEmpty { return .session(copied) }
      text = only
    } else {
      text += (text.isEmpty ? [] : [newline]) + line.bytes
    }
    while text.last == newline { text.removeLast() }
    if Self.isBlank(text) {
      text = []
      return .empty
    }
    return state(ofLines: text)
  }

  static func isBlank(_ text: some Sequence<UInt8>) -> Bool {
    text.allSatisfy { $0 == newline || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
  }

  /// Of text that may be several statements and expressions, each to be done for itself.
  private func state(ofLines text: [UInt8]) -> State {
    let whole = state(of: text)
    guard text.contains(newline) else { return whole }
    switch PastedLines(text, commands: commands).pieces({ state(of: $0) }) {
    case .whole(let pieces): return .whole(pieces)
    case .incomplete(let error):
      if case .incomplete = whole { return .incomplete(error) }
      return whole
    default: return whole
    }
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
