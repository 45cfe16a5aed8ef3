import LuaKit

/// Goes through tokens with the variables that are declared where each stands, and says what names, keywords and brackets are.
struct NameScan {
  /// Of each token; nil of what is plain.
  private(set) var roles: [Highlighter.Role?]

  private let completer: Completer
  private let source: [UInt8]
  private let tokens: [Token]
  /// Names before this byte are declared, and not looked up.
  private let start: Int
  private var open: [Bracket] = [Bracket(word: "")]
  /// Of a `for`, until its `do`.
  private var loopNames: Set<String> = []
  /// Global variables that the source itself assigns.
  private var assigned: Set<String> = []
  /// Tokens that need no further look: declarations.
  private var declaredUpTo = 0

  /// What is open: a bracket, or a block with the variables declared in it.
  private struct Bracket {
    var word: String
    var names: Set<String> = []
  }

  init(_ completer: Completer, _ source: [UInt8], _ tokens: [Token], from start: Int) {
    (self.completer, self.source, self.tokens, self.start) = (completer, source, tokens, start)
    roles = Array(repeating: nil, count: tokens.count)
  }

  mutating func scan() {
    for i in tokens.indices {
      switch tokens[i].kind {
      case .keyword:
        roles[i] = .keyword
        keyword(i)
      case .symbol: symbol(i)
      case .name where i >= declaredUpTo: roles[i] = name(i)
      default: break
      }
    }
  }

  private func isAt(_ i: Int, _ word: StaticString) -> Bool { tokens.indices.contains(i) && tokens[i].matches(word, in: source) }

  private func isName(_ i: Int) -> Bool { tokens.indices.contains(i) && tokens[i].kind == .name }

  private func text(_ i: Int) -> String { tokens[i].text(in: source) }

  // MARK: Blocks and brackets

  private mutating func keyword(_ i: Int) {
    switch text(i) {
    case "function": function(i)
    case "local" where !isAt(i + 1, "function"): declaredUpTo = local(i + 1)
    case "for":
      var last = i + 1
      loopNames = []
      while isName(last) {
        loopNames.insert(text(last))
        last += isAt(last + 1, ",") ? 2 : 1
      }
      declaredUpTo = last
    case "do":
      open.append(Bracket(word: "do", names: loopNames))
      loopNames = []
    case "if", "repeat": open.append(Bracket(word: text(i)))
    case "then": if open.last?.word != "if" { roles[i] = .wrong }
    case "else", "elseif":
      if open.last?.word == "if" { open[open.count - 1].names = [] } else { roles[i] = .wrong }
    case "end": close(i, ["function", "do", "if"])
    case "until":
      // Its condition sees what the block has declared.
      let names = open.last?.names ?? []
      close(i, ["repeat"])
      open[open.count - 1].names.formUnion(names)
    default: break
    }
  }

  private mutating func close(_ i: Int, _ words: Set<String>) {
    if words.contains(open[open.count - 1].word) { open.removeLast() } else { roles[i] = .wrong }
  }

  private mutating func symbol(_ i: Int) {
    switch text(i) {
    case "(", "{", "[": open.append(Bracket(word: text(i)))
    case ")": close(i, ["("])
    case "}": close(i, ["{"])
    case "]": close(i, ["["])
    default: break
    }
  }

  /// The name of a function's statement, and its parameters.
  private mutating func function(_ i: Int) {
    var next = i + 1
    var names: Set<String> = []
    if isName(next), !isAt(next + 1, "."), !isAt(next + 1, ":") {
      if isAt(i - 1, "local") { declare(text(next)) } else { assigned.insert(text(next)) }
      next += 1
    } else if isName(next) {
      roles[next] = name(next)
      while isAt(next + 1, ".") || isAt(next + 1, ":") {
        if isAt(next + 1, ":") { names.insert("self") }
        next += 2
      }
      next += 1
    }
    if isAt(next, "(") {
      // Its bracket is met again, and closed.
      var last = next + 1
      while isName(last) {
        names.insert(text(last))
        last += isAt(last + 1, ",") ? 2 : 1
      }
      next = last
    }
    declaredUpTo = max(declaredUpTo, next)
    open.append(Bracket(word: "function", names: names))
  }

  /// The variables of a `local`, up to the token behind them.
  private mutating func local(_ first: Int) -> Int {
    var i = first
    while isName(i) {
      declare(text(i))
      i += 1
      if isAt(i, "<"), isName(i + 1) {
        roles[i + 1] = ["const", "close"].contains(text(i + 1)) ? .keyword : .wrong
        i += isAt(i + 2, ">") ? 3 : 2
      }
      guard isAt(i, ",") else { break }
      i += 1
    }
    return i
  }

  private mutating func declare(_ name: String) {
    // Of the block around, not of a bracket in it.
    let block = open.lastIndex { !["(", "{", "["].contains($0.word) } ?? 0
    open[block].names.insert(name)
  }

  private func isDeclared(_ name: String) -> Bool { open.contains { $0.names.contains(name) } }

  // MARK: Names

  private mutating func name(_ i: Int) -> Highlighter.Role? {
    if isAt(i - 1, "goto") || isAt(i - 1, "::") { return nil }
    if isAt(i - 1, ".") || isAt(i - 1, ":") { return member(i) }
    if open.last?.word == "{", isAt(i + 1, "="), isAt(i - 1, "{") || isAt(i - 1, ",") || isAt(i - 1, ";") { return key(i) }
    let name = text(i)
    if isAssigned(i) {
      if !isDeclared(name) { assigned.insert(name) }
      return nil
    }
    if tokens[i].range.upperBound <= start || isDeclared(name) || assigned.contains(name) || name == "_ENV" { return nil }
    return completer.local(name) == nil && completer.lua.globals[name].isNil ? .unknown : nil
  }

  /// Whether a value is given to it: `x = 1`, `x, y = 1, 2`.
  private func isAssigned(_ i: Int) -> Bool {
    guard ["", "function", "do", "if", "repeat"].contains(open[open.count - 1].word) else { return false }
    var last = i + 1
    while isAt(last, ","), isName(last + 1) { last += 2 }
    return isAt(last, "=")
  }

  private var completion: CompletionText {
    let scan = self
    return CompletionText(lua: completer.lua, source: source, tokens: tokens) { name in
      // A variable whose value is not known hides a global one all the same.
      scan.isDeclared(name) || scan.assigned.contains(name) ? .nil : scan.completer.local(name)
    }
  }

  private func member(_ i: Int) -> Highlighter.Role? {
    if tokens[i].range.upperBound <= start || i < 2 || isAt(i + 1, "=") { return nil }
    let owner = completion.resolver.resolve(endingAt: i - 2).resolution
    return completer.lua.hasMember(text(i), of: owner) == false ? .unknown : nil
  }

  /// A key of a table, which may be that of a call's options.
  private func key(_ i: Int) -> Highlighter.Role? {
    if tokens[i].range.upperBound <= start { return nil }
    guard let call = completion.call(endingAt: i - 1), call.isOptionName else { return nil }
    let options = call.function.parameters.filter { $0.role == .option }
    if options.contains(where: { $0.name == text(i) }) { return .option }
    // A table of anything, or one whose keys are free.
    let arguments = call.function.parameters.count - options.count
    return options.isEmpty || call.others != nil || call.position < arguments ? nil : .unknown
  }
}
