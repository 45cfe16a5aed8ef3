import LuaKit
/// Source up to the cursor, taken apart: which call the cursor stands in, which string.
struct CompletionText {
  let lua: LuaState
  let source: [UInt8]
  let tokens: [Token]
  let local: (String) -> LuaValue?

  var resolver: ExpressionResolver { ExpressionResolver(lua: lua, source: source, tokens: tokens, local: local) }

  /// A call whose arguments the cursor stands among.
  struct OpenCall {
    var name: String
    var function: Function
    /// Whether an option's name may stand here.
    var isOptionName: Bool
    /// Options that are there already.
    var given: Set<String>
    /// The option whose value stands here.
    var option: String?
    /// The position among the arguments, from 0.
    var position: Int
    /// What options of any other name may be, of a table that takes such.
    var others: LuaType?
    /// The token of its open bracket.
    var open = 0
  }

  func variable(_ name: String) -> Resolution { lua.resolution(of: local(name) ?? lua.globals[name]) }

  func isAt(_ i: Int, _ word: StaticString) -> Bool {
    tokens.indices.contains(i) && tokens[i].matches(word, in: source)
  }

  /// The bracket that is open behind the token at `last`.
  func openBracket(before last: Int) -> Int? {
    var depth = 0
    for i in stride(from: last, through: 0, by: -1) {
      if isAt(i, ")") || isAt(i, "}") || isAt(i, "]") { depth += 1 }
      if isAt(i, "(") || isAt(i, "{") || isAt(i, "[") {
        if depth == 0 { return i }
        depth -= 1
      }
    }
    return nil
  }

  var isInsideBrackets: Bool { openBracket(before: tokens.count - 1) != nil }

  /// The innermost call around the cursor, where its function is declared.
  func call(endingAt last: Int? = nil) -> OpenCall? {
    let last = last ?? tokens.count - 1
    guard let open = openBracket(before: last), open > 0 else { return nil }
    let isTable = isAt(open, "{")
    // A table in a table of options, with options of its own; not that of a call there.
    if isTable, !resolver.endsPrefix(open - 1), let outer = openBracket(before: open - 1), isAt(outer, "{") {
      guard let whole = call(endingAt: open - 1), let nested = nestedOptions(of: whole) else { return nil }
      let function = Function("", "", [], options: nested.options) { _ throws -> LuaValue in .nil }
      var call = described((whole.option ?? "", function), open: open, last: last, position: 0)
      call?.others = nested.others
      return call
    }
    if isTable, isAt(open - 1, "(") || isAt(open - 1, ",") {
      // The table of options behind other arguments.
      guard let outer = openBracket(before: open - 1), isAt(outer, "("), let callee = callee(before: outer) else { return nil }
      return described(callee, open: open, last: last, position: commas(from: outer, to: open - 1))
    }
    guard isTable || isAt(open, "("), let callee = callee(before: open) else { return nil }
    if isTable { return described(callee, open: open, last: last, position: 0) }
    return OpenCall(
      name: callee.name, function: callee.function, isOptionName: false, given: [], option: nil,
      position: commas(from: open, to: last), open: open)
  }

  /// The options of the table that stands in a call's table of options: of one of them, or of an entry of its list.
  private func nestedOptions(of call: OpenCall) -> (options: [AnyParameter], others: LuaType?)? {
    guard let name = call.option else {
      let entries = call.function.entryOptions
      return call.isOptionName && !entries.isEmpty ? (entries, nil) : nil
    }
    let declared = call.function.parameters.first { $0.role == .option && $0.name == name }
    guard let type = declared?.type ?? call.others else { return nil }
    if let function = type.optionsFunction { return (lua.help.options(ofFunction: function), nil) }
    return type.options.isEmpty ? nil : (type.options, type.otherOptions)
  }

  /// The call of `f"text"`, without brackets.
  private func callWithString(behind last: Int) -> OpenCall? {
    guard tokens.indices.contains(last), tokens[last].kind == .name || isAt(last, ")") || isAt(last, "]"),
      let callee = lua.callable(resolver.resolve(endingAt: last).resolution)
    else { return nil }
    return OpenCall(name: callee.name, function: callee.function, isOptionName: false, given: [], option: nil, position: 0)
  }

  private func callee(before open: Int) -> (name: String, function: Function)? {
    guard open > 0 else { return nil }
    return lua.callable(resolver.resolve(endingAt: open - 1).resolution)
  }

  private func described(
    _ callee: (name: String, function: Function), open: Int, last: Int, position: Int
  ) -> OpenCall? {
    var given: Set<String> = []
    var depth = 0
    for i in stride(from: open + 1, through: last, by: 1) {
      if isAt(i, "(") || isAt(i, "{") || isAt(i, "[") { depth += 1 }
      if isAt(i, ")") || isAt(i, "}") || isAt(i, "]") { depth -= 1 }
      if depth == 0, tokens[i].kind == .name, isAt(i + 1, "="), isAt(i - 1, "{") || isAt(i - 1, ",") || isAt(i - 1, ";") {
        given.insert(tokens[i].text(in: source))
      }
    }
    let isName = last == open || isAt(last, ",") || isAt(last, ";")
    let option = isAt(last, "=") ? key(endingAt: last - 1) : nil
    return OpenCall(
      name: callee.name, function: callee.function, isOptionName: isName, given: given, option: option, position: position,
      open: open)
  }

  /// The key that ends at a token: `form` or `["form"]`.
  private func key(endingAt last: Int) -> String? {
    guard tokens.indices.contains(last) else { return nil }
    if tokens[last].kind == .name { return tokens[last].text(in: source) }
    guard isAt(last, "]"), isAt(last - 2, "["), tokens[last - 1].kind == .string else { return nil }
    return String(tokens[last - 1].text(in: source).dropFirst().dropLast())
  }

  /// Commas of the call that opens at `open`, not those of its arguments' own.
  private func commas(from open: Int, to last: Int) -> Int {
    var depth = 0, count = 0
    for i in stride(from: open + 1, through: last, by: 1) {
      if isAt(i, "(") || isAt(i, "{") || isAt(i, "[") { depth += 1 }
      if isAt(i, ")") || isAt(i, "}") || isAt(i, "]") { depth -= 1 }
      if depth == 0, isAt(i, ",") { count += 1 }
    }
    return count
  }

  /// Inside a string that is not closed: a module's name, a key in brackets, one of the words that an option takes, or a file's name.
  func inString(_ string: Token) -> Completion {
    let opening = source[string.range.lowerBound] == UInt8(ascii: "[") ? 2 : 1
    var completion = Completion(start: string.range.lowerBound + opening)
    let prefix = Array(source[min(completion.start, source.count)...])
    let quote = String(decoding: source[string.range.lowerBound..<completion.start], as: UTF8.self)
    let before = tokens.count - 2

    let isBare = isAt(before, "(") ? before - 1 : before
    if tokens.indices.contains(isBare), tokens[isBare].kind == .name, tokens[isBare].text(in: source) == "require" {
      completion.candidates = Completer.sorted(lua.requirableModules, startingWith: prefix)
      completion.ending = quote
      return completion
    }
    if isAt(before, "["), before > 0, resolver.endsPrefix(before - 1) {
      // A key: of those that are written in quotes as they are.
      let keys = lua.textKeys(of: resolver.resolve(endingAt: before - 1).resolution).filter { key in
        !key.unicodeScalars.contains { "\"'\\".unicodeScalars.contains($0) || $0.value < 32 || $0.value == 127 }
      }
      completion.candidates = Completer.sorted(keys, startingWith: prefix)
      completion.ending = quote + "]"
      return completion
    }
    let call = callWithString(behind: before) ?? call(endingAt: before)
    completion.signature = call.map { $0.function.signature(as: $0.name) }
    if let call, let words = call.choices {
      completion.candidates = Completer.sorted(words, startingWith: prefix)
      completion.ending = quote
      return completion
    }
    completion.isFileName = call.map { $0.takesFileName } ?? true
    return completion
  }
}

extension CompletionText.OpenCall {
  /// The words that stand here, where only some may.
  var choices: [String]? { parameter?.type.choices }

  /// Whether the name of a file may stand here; of an argument or an option that nobody has declared one may.
  fileprivate var takesFileName: Bool {
    guard let parameter else { return true }
    return ["path", "file", "folder", "filename", "..."].contains(parameter.name) || parameter.type.name == "file name"
  }

  private var parameter: AnyParameter? {
    if let option { return function.parameters.first { $0.role == .option && $0.name == option }?.parameter }
    guard given.isEmpty, !isOptionName else { return nil }
    let positional = function.parameters.filter { $0.role != .option }
    return positional.indices.contains(position) ? positional[position].parameter : nil
  }
}
