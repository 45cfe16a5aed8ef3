import LuaKit
import LuaPrompt

/// What those who come from another language write, and how Lua says it: one hint for each.
///
///     > x += 1
///     [1]:1: syntax error near '+' (Lua has no '+=': write x = x + ...)
struct Habit: Sendable {
  /// Looks at a line of source that is wrong, and at the message about it.
  let find: @Sendable (Line) -> String?

  /// - Parameter message: Without its position.
  static func hint(for message: String, in line: String, isSyntax: Bool) -> String? {
    let line = Line(line, message, isSyntax: isSyntax)
    return all.lazy.compactMap { $0.find(line) }.first
  }

  /// For a name alone that has no value: `exit`, `None`.
  static func hint(forName name: String) -> String? { words[name] }

  /// For a value that is not what was meant: `x--` is x, and a comment.
  static func hint(forExpression source: [UInt8], _ value: LuaValue) -> String? {
    let tokens = Array(Lexer(source))
    if tokens.count == 2, tokens[0].kind == .name, tokens[1].kind == .comment, tokens[1].range.count == 2,
      tokens[1].range.lowerBound == tokens[0].range.upperBound
    {
      let name = tokens[0].text(in: source)
      return "-- begins a comment: write \(name) = \(name) - 1"
    }
    if tokens.count == 1, tokens[0].kind == .string, let text = value.text, source.starts(with: "[[".utf8),
      text.allSatisfy({ "0123456789.,-+e[] \n".contains($0) })
    {
      return "[[ ]] is a text; a matrix is mat{{1, 2}, {3, 4}}"
    }
    if tokens.count >= 4, tokens[0].kind == .name, tokens[1].text(in: source) == "<", tokens[2].text(in: source) == "-",
      tokens[1].range.upperBound == tokens[2].range.lowerBound, case .boolean = value
    {
      return "<- compares with the negative; Lua assigns with ="
    }
    if tokens.count == 1, tokens[0].text(in: source) == "help" { return "? and help() list the modules, ?name tells more" }
    return nil
  }

  /// For statements that ran: `x = True` gives x no value.
  static func hint(forStatements source: [UInt8], isNil: (String) -> Bool) -> String? {
    let tokens = Lexer.tokens(of: source)
    for i in tokens.indices where tokens[i].kind == .name {
      let name = tokens[i].text(in: source)
      guard constants.contains(name), let hint = words[name], isNil(name) else { continue }
      let before = i > 0 ? tokens[i - 1].text(in: source) : "", next = i + 1 < tokens.count ? tokens[i + 1].text(in: source) : ""
      if before != ".", before != ":", next != "=" { return "'\(name)' is a variable, and nil: \(hint)" }
    }
    return nil
  }

  private static let constants: Set<String> = ["True", "TRUE", "False", "FALSE", "NaN", "nan", "inf", "Inf", "Infinity"]

  /// Whether code that could go on is none that Lua will ever take: `x++`, `for x in xs:`, `if (x) {`.
  static func isForeign(_ source: [UInt8]) -> Bool {
    let tokens = Lexer.tokens(of: source)
    guard tokens.count >= 2, let first = tokens.first?.text(in: source) else { return false }
    let last = tokens.suffix(2).map { $0.text(in: source) }
    let areAdjacent = tokens[tokens.count - 2].range.upperBound == tokens[tokens.count - 1].range.lowerBound
    if last == ["+", "+"] { return areAdjacent }
    if last == [")", "{"] { return ["if", "while", "for", "function"].contains(first) }
    return last[1] == ":" && (["for", "if", "while", "else", "elseif"].contains(first) || statements[first] != nil)
  }
}
