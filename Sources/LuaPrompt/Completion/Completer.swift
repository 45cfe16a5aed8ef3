import LuaKit
/// Completes Lua source: variables, fields, methods, modules in `require`, option names and their values.
///
///     Completer(lua).completion(of: Array("hbf.ra".utf8))     // start 4, candidates ["radius"]
///
/// It only reads: no function is called and no metamethod runs. It does not fail; what it cannot make out has no candidates.
public struct Completer {
  let lua: LuaState
  /// The values of variables that hide globals.
  let local: (String) -> LuaValue?
  /// Their names.
  let localNames: [String]

  public init(_ lua: LuaState, localNames: [String] = [], local: @escaping (String) -> LuaValue? = { _ in nil }) {
    self.lua = lua
    self.local = local
    self.localNames = localNames
  }

  /// - Parameter source: What stands before the cursor, earlier lines of the block included.
  public func completion(of source: [UInt8]) -> Completion {
    var tokens = Array(Lexer(source))
    if let last = tokens.last, last.kind == .comment, last.range.upperBound == source.count {
      return Completion(start: source.count)
    }
    tokens.removeAll { $0.kind == .comment }
    let text = CompletionText(lua: lua, source: source, tokens: tokens, local: local)

    if let last = tokens.last, last.kind == .string, !last.isFinished { return text.inString(last) }
    var word = Completion(start: source.count)
    if let last = tokens.last, last.range.upperBound == source.count {
      switch last.kind {
      case .name, .keyword:
        word.start = last.range.lowerBound
        tokens.removeLast()
      // A byte that begins no token: no name goes on there.
      case .number, .stray: return word
      default: break
      }
    }
    if let last = tokens.last, last.kind == .stray && last.range.upperBound == word.start || last.matches("goto", in: source) {
      return word
    }
    let prefix = Array(source[word.start...])
    let before = CompletionText(lua: lua, source: source, tokens: tokens, local: local)
    let call = before.call()
    word.signature = call.map { $0.function.signature(as: $0.name) }

    if let last = tokens.last, last.matches(".", in: source) || last.matches(":", in: source) {
      let owner = before.resolver.resolve(endingAt: tokens.count - 2).resolution
      let names = lua.memberNames(of: owner, methodsOnly: last.matches(":", in: source))
      word.candidates = Self.sorted(names, startingWith: prefix)
      if word.candidates.count == 1, let called = lua.callable(lua.member(word.candidates[0], of: owner)) {
        word.signature = called.function.signature(as: called.name)
      }
      return word
    }
    if let call, call.isOptionName {
      let names = call.function.parameters.filter { $0.role == .option && !call.given.contains($0.name) }.map(\.name)
      word.candidates = Self.sorted(names, startingWith: prefix)
      word.ending = " = "
      if !word.candidates.isEmpty || prefix.isEmpty { return word }
      word.ending = ""
    }
    // An option's value that is one of some words.
    if prefix.isEmpty, let call, call.option != nil, let words = call.choices {
      word.candidates = words.map { "\"\($0)\"" }.sorted()
      return word
    }
    // The whole world is no help where nothing has been typed inside brackets; a call's signature is.
    if prefix.isEmpty, before.isInsideBrackets { return word }
    // No name goes on from a bracket that closes, or from a text.
    if let last = tokens.last, last.range.upperBound == word.start, before.resolver.endsPrefix(tokens.count - 1) { return word }
    word.candidates = Self.sorted(variables, startingWith: prefix)
    if word.candidates.count == 1, let called = lua.callable(before.variable(word.candidates[0])) {
      word.signature = called.function.signature(as: called.name)
    }
    return word
  }

  /// The names beside one that stands behind a dot or a colon in the source, for a suggestion where it is misspelt.
  public func siblings(of name: String, in source: [UInt8]) -> [String] {
    let tokens = Lexer.tokens(of: source)
    let text = CompletionText(lua: lua, source: source, tokens: tokens, local: local)
    for i in tokens.indices.dropFirst(2) where tokens[i].kind == .name && tokens[i].text(in: source) == name {
      let isMethod = tokens[i - 1].matches(":", in: source)
      guard isMethod || tokens[i - 1].matches(".", in: source) else { continue }
      let names = lua.memberNames(of: text.resolver.resolve(endingAt: i - 2).resolution, methodsOnly: isMethod)
      if !names.isEmpty { return Self.sorted(names, startingWith: []) }
    }
    return []
  }

  /// What the path of names in the text is, as `?` takes it; nil where it is nothing known.
  public func resolution(of path: String) -> Resolution? {
    let source = Array(path.utf8)
    let tokens = Lexer.tokens(of: source)
    guard !tokens.isEmpty else { return nil }
    let text = CompletionText(lua: lua, source: source, tokens: tokens, local: local)
    let (resolution, start) = text.resolver.resolve(endingAt: tokens.count - 1)
    if case .unknown = resolution { return nil }
    return start == 0 ? resolution : nil
  }

  private var variables: [String] {
    lua.globals.compactMap { $0.key.text }.filter { isName($0) && !$0.hasPrefix("_") } + localNames + Lexer.keywords
  }

  static func sorted(_ names: [String], startingWith prefix: [UInt8]) -> [String] {
    Set(names).filter { $0.utf8.starts(with: prefix) }.sorted()
  }
}
