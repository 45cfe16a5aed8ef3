import LuaKit
import LuaPrompt

/// Finds in a chunk what a fault is about: the function's call, in its brackets the argument or the option, key by key.
///
/// Nothing where it is not certain which of several calls it is: a mark under the wrong word is worse than none.
struct FaultPlace {
  /// Whether the function of a path of names, "my.radius", is the fault's; nil where it is not known.
  typealias Naming = (String) -> Bool?

  /// What an expression may be to a fault.
  private enum Verdict {
    /// It cannot be meant.
    case no
    /// It may be meant, with nothing to be seen of the place.
    case unseen
    case place(Range<Int>)
  }

  private let fault: Fault
  private let value: GivenValue
  private let source: [UInt8]
  private let tokens: [Token]
  private let brackets: Brackets
  /// The bytes of the line that the error names.
  private let line: Range<Int>
  private let isFaulty: Naming

  /// - Parameter line: The number that the error says.
  init(_ fault: Fault, _ message: String, in source: [UInt8], line: Int, isFaulty: @escaping Naming = { _ in nil }) {
    (self.fault, value, self.source, self.isFaulty) = (fault, GivenValue(message), source, isFaulty)
    tokens = Lexer.tokens(of: source)
    brackets = Brackets(tokens, in: source)
    self.line = source.range(ofLine: line)
  }

  var range: Range<Int>? {
    let symbol = fault.function.split(separator: " ").dropFirst().last.map(String.init)
    let verdicts: [Verdict] =
      switch symbol {
      case "[]"?: tokens.indices.map(indexed)
      case let symbol?: tokens.indices.map { operated($0, symbol) }
      case nil: tokens.indices.map(called)
      }
    var found: [Range<Int>?] = []
    for verdict in verdicts {
      switch verdict {
      case .no: break
      case .unseen: found.append(nil)
      case .place(let range): found.append(range)
      }
    }
    return found.count == 1 ? found[0] : nil
  }

  // MARK: Calls

  /// A token that is the name of what is called.
  private func called(_ i: Int) -> Verdict {
    let name = fault.callee ?? fault.function.split(whereSeparator: { $0 == "." || $0 == ":" }).last.map(String.init)
    var open = i + 1
    if tokens[i].kind == .name {
      guard text(i) == name else { return .no }
    } else {
      guard let content = content(i), content == name, text(i - 1) == "[", text(i + 1) == "]" else { return .no }
      open = i + 2
    }
    guard tokens.indices.contains(open), ["(", "{"].contains(text(open)) || tokens[open].kind == .string else { return .no }
    let start = brackets.startOfPrefix(endingAt: open - 1)
    // The line of a call is that of its first or its last part, by Lua's version.
    guard tokens[start].range.lowerBound < line.upperBound, tokens[open].range.lowerBound >= line.lowerBound else { return .no }
    if start > 0, text(start - 1) == "function" { return .no }
    if let path = path(start, i), isFaulty(path) == false { return .no }
    return fault.path.isEmpty ? .place(tokens[i].range) : argument(ofCall: i, open)
  }

  /// The names from one token to another, where there are only such: "a.b:c". Nil where the first is a variable of the chunk's own.
  private func path(_ start: Int, _ end: Int) -> String? {
    guard (start...end).allSatisfy({ tokens[$0].kind == .name || [".", ":"].contains(text($0)) }) else { return nil }
    return isDeclared(text(start)) ? nil : (start...end).map(text).joined()
  }

  private func isDeclared(_ name: String) -> Bool {
    tokens.indices.contains { i in
      switch text(i) {
      case "local", "for":
        var k = i + 1
        while tokens.indices.contains(k), tokens[k].kind == .name || text(k) == "," {
          if text(k) == name { return true }
          k += 1
        }
        return false
      case "function":
        guard let open = (i + 1..<tokens.count).first(where: { text($0) == "(" }), let close = brackets.partner(of: open) else {
          return false
        }
        return (open..<close).contains { text($0) == name }
      default: return false
      }
    }
  }

  private func argument(ofCall callee: Int, _ open: Int) -> Verdict {
    // f"text" and f{...} have one argument.
    let arguments = text(open) == "(" ? brackets.parts(behind: open) : [open..<(brackets.partner(of: open) ?? open) + 1]
    guard let last = arguments.last else { return .no }
    guard let position = fault.position else {
      // The options are the last argument, whatever stands there.
      return verdict(last, fault.path[...])
    }
    // A method called with a dot has its object as first argument.
    let index = position - 1 + (fault.function.contains(":") && text(callee - 1) != ":" ? 1 : 0)
    if arguments.indices.contains(index) { return verdict(arguments[index], fault.path.dropFirst()) }
    return givesSeveral(last) ? .unseen : .no
  }

  /// What the path leads to in an expression; where it cannot be followed, as into a variable, the expression.
  private func verdict(_ expression: Range<Int>, _ path: ArraySlice<String>) -> Verdict {
    guard !expression.isEmpty else { return .no }
    let literal = literal(expression)
    guard let name = path.first else {
      let canBe = literal.map(value.canBe) ?? kind(expression).map { value.canBe($0) } ?? true
      return canBe ? .place(bytes(expression)) : .no
    }
    guard text(expression.lowerBound) == "{", brackets.partner(of: expression.lowerBound) == expression.upperBound - 1 else {
      return literal == nil ? .place(bytes(expression)) : .no
    }
    var element = 0, isOpen = false
    for field in brackets.parts(behind: expression.lowerBound) where !field.isEmpty {
      let key = key(of: field)
      if key == nil { element += 1 }
      isOpen = isOpen || key == nil && givesSeveral(field) || key.map { $0.name == nil } ?? false
      guard (key.map(\.name) ?? "\(element)") == name else { continue }
      if path.count == 1, fault.isName, let key { return .place(tokens[key.token].range) }
      return verdict((key?.value ?? field.lowerBound)..<field.upperBound, path.dropFirst())
    }
    return isOpen ? .unseen : .no
  }

  /// How a field of a table is named, the token that says so, and where its value begins; nil of an element of a list. A name
  /// that is computed is nil.
  private func key(of field: Range<Int>) -> (name: String?, token: Int, value: Int)? {
    let start = field.lowerBound
    if tokens[start].kind == .name, text(start + 1) == "=" { return (text(start), start, start + 2) }
    guard text(start) == "[", let close = brackets.partner(of: start), text(close + 1) == "=" else { return nil }
    let isLiteral = close == start + 2 && (tokens[start + 1].kind == .string || tokens[start + 1].kind == .number)
    return (isLiteral ? content(start + 1) ?? text(start + 1) : nil, start + 1, close + 2)
  }

  /// Whether an expression may stand for any number of values: a call, or `...`.
  private func givesSeveral(_ expression: Range<Int>) -> Bool {
    let last = expression.upperBound - 1
    return text(last) == "..." || [")", "}"].contains(text(last)) && brackets.partner(of: last) != expression.lowerBound
      || tokens[last].kind == .string && expression.count > 1
  }

  /// The kind of a value that is made where it stands, "table" or "function"; nil of other expressions.
  private func kind(_ expression: Range<Int>) -> String? {
    guard brackets.partner(of: expression.lowerBound) == expression.upperBound - 1 else { return nil }
    switch text(expression.lowerBound) {
    case "{": return "table"
    case "function": return "function"
    default: return nil
    }
  }

  /// What a number, a text, `true`, `false` or `nil` that stands in the source is; nil of other expressions.
  private func literal(_ expression: Range<Int>) -> LuaValue? {
    let last = expression.upperBound - 1
    let isNegative = expression.count == 2 && text(expression.lowerBound) == "-" && tokens[last].kind == .number
    guard expression.count == 1 || isNegative else { return nil }
    switch (tokens[last].kind, text(last)) {
    case (.number, let text): return Double(text).map { .number(isNegative ? -$0 : $0) }
    case (.string, _): return content(last).map { LuaValue($0) }
    case (.keyword, "true"): return .boolean(true)
    case (.keyword, "false"): return .boolean(false)
    case (.keyword, "nil"): return .nil
    default: return nil
    }
  }

  /// What stands between the quotes, where it is as it reads.
  private func content(_ i: Int) -> String? {
    guard tokens.indices.contains(i), tokens[i].kind == .string, tokens[i].isFinished else { return nil }
    let text = text(i)
    return text.hasPrefix("[") || text.contains("\\") ? nil : String(text.dropFirst().dropLast())
  }

  // MARK: Operators

  private func operated(_ i: Int, _ symbol: String) -> Verdict {
    guard line.contains(tokens[i].range.lowerBound), tokens[i].kind == .symbol else { return .no }
    // Lua asks `b < a` for `a > b`, and the opposite of `a == b` for `a ~= b`.
    let written = ["<": ["<", ">"], "<=": ["<=", ">="], "==": ["==", "~="]][symbol] ?? [symbol]
    guard written.contains(text(i)) else { return .no }
    let isBinary = i > 0 && (brackets.endsPrefix(i - 1) || tokens[i - 1].kind == .number || ["end", "..."].contains(text(i - 1)))
    return isBinary == !(symbol == "#" || fault.function.contains(" unary ")) ? .place(tokens[i].range) : .no
  }

  /// A field or an element, `v.x` or `v[i]`.
  private func indexed(_ i: Int) -> Verdict {
    guard line.contains(tokens[i].range.lowerBound), let key = fault.path.last, i > 0 else { return .no }
    if tokens[i].kind == .name, [".", ":"].contains(text(i - 1)) { return text(i) == key ? .place(tokens[i].range) : .no }
    guard text(i) == "[", brackets.endsPrefix(i - 1), let close = brackets.partner(of: i), close > i + 1 else { return .no }
    let inside = i + 1..<close
    switch literal(inside) {
    case let literal?: return literal.briefly == key || literal.text == key ? .place(bytes(inside)) : .no
    case nil: return Double(key) == nil ? .no : .place(bytes(inside))
    }
  }

  private func text(_ i: Int) -> String { tokens.indices.contains(i) ? tokens[i].text(in: source) : "" }

  private func bytes(_ range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
  }
}
