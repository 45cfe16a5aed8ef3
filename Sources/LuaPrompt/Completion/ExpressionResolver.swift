import LuaKit
/// Follows the expression that ends at a token backwards to its beginning, and says what it is, without running anything.
///
///     optim.hb{loss = L}:run      the method `run` of what `optim.hb` returns
struct ExpressionResolver {
  let lua: LuaState
  let source: [UInt8]
  let tokens: [Token]
  /// Variables that hide globals.
  let local: (String) -> LuaValue?

  private enum Suffix {
    case member(String)
    case element(LuaValue?)
    case call
  }

  /// What ends with the token at `last` is, and the token it begins with.
  func resolve(endingAt last: Int) -> (resolution: Resolution, start: Int) {
    var suffixes: [Suffix] = []
    var i = last
    while i >= 0 {
      let token = tokens[i]
      switch token.kind {
      case .name:
        let name = token.text(in: source)
        if i > 0, isAt(i - 1, ".") || isAt(i - 1, ":") {
          suffixes.append(.member(name))
          i -= 2
          continue
        }
        return (follow(suffixes, from: variable(name)), i)
      case .string:
        if i > 0, endsPrefix(i - 1) {
          suffixes.append(.call)
          i -= 1
          continue
        }
        return (follow(suffixes, from: .value("")), i)
      case .symbol where isAt(i, ")") || isAt(i, "}") || isAt(i, "]"):
        guard let open = opening(of: i) else { return (.unknown, i) }
        if open > 0, endsPrefix(open - 1) {
          suffixes.append(isAt(i, "]") ? .element(literal(from: open + 1, to: i)) : .call)
          i = open - 1
          continue
        }
        guard isAt(i, ")"), i > open + 1 else { return (.unknown, open) }
        let inner = resolve(endingAt: i - 1)
        return (inner.start == open + 1 ? follow(suffixes, from: inner.resolution) : .unknown, open)
      default: return (.unknown, i)
      }
    }
    return (.unknown, 0)
  }

  private func isAt(_ i: Int, _ word: StaticString) -> Bool { tokens[i].matches(word, in: source) }

  /// Whether an expression that can be called or indexed may end here.
  func endsPrefix(_ i: Int) -> Bool {
    let kind = tokens[i].kind
    return kind == .name || kind == .string || isAt(i, ")") || isAt(i, "]") || isAt(i, "}")
  }

  private func opening(of last: Int) -> Int? {
    var depth = 0
    for i in stride(from: last, through: 0, by: -1) {
      if isAt(i, ")") || isAt(i, "}") || isAt(i, "]") { depth += 1 }
      if isAt(i, "(") || isAt(i, "{") || isAt(i, "[") { depth -= 1 }
      if depth == 0 { return i }
    }
    return nil
  }

  private func literal(from start: Int, to end: Int) -> LuaValue? {
    guard end == start + 1 else { return nil }
    let text = tokens[start].text(in: source)
    switch tokens[start].kind {
    case .number: return Int(text).map { .integer($0) }
    case .string: return text.count >= 2 ? LuaValue(String(text.dropFirst().dropLast())) : nil
    default: return nil
    }
  }

  private func variable(_ name: String) -> Resolution {
    let value = local(name) ?? lua.globals[name]
    return value.isNil ? .unknown : lua.resolution(of: value)
  }

  private func follow(_ suffixes: [Suffix], from start: Resolution) -> Resolution {
    var current = start
    for suffix in suffixes.reversed() {
      switch suffix {
      case .call: current = lua.result(of: current)
      case .member(let name): current = lua.member(name, of: current)
      case .element(let key):
        if let key, case .value(.table(let table)) = current { current = lua.member(key, of: table) } else { current = .unknown }
      }
    }
    return current
  }
}
