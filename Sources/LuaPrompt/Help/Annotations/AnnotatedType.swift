import LuaKit
/// A type as annotations write it: `number[]|Vector`, `"x"|"y"`, `fun(x: number): number`.
indirect enum AnnotatedType: Equatable {
  case name(String)
  /// A text that stands for itself.
  case word(String)
  case list(AnnotatedType)
  case function(parameters: [AnnotatedParameter], result: AnnotatedType?)
  /// Written out: `{x: number}`.
  case table
  case union([AnnotatedType])

  var mayBeNil: Bool {
    switch self {
    case .name(let name): name == "nil"
    case .union(let types): types.contains(where: \.mayBeNil)
    default: false
    }
  }
}

/// `name?: type`, of a function's type or a tag, with the words behind it.
struct AnnotatedParameter: Equatable {
  var name: String
  var isOptional = false
  var type: AnnotatedType
  var note = ""
}

/// Reads types off a tag's text. What it cannot make out is `any`.
struct AnnotatedTypeReader {
  let source: [UInt8]
  let tokens: [Token]
  private(set) var next = 0
  /// How many lists of parameters are open.
  private var depth = 0

  init(_ text: String) {
    source = Array(text.utf8)
    tokens = Array(Lexer(source))
  }

  private func isAt(_ word: StaticString, ahead: Int = 0) -> Bool {
    tokens.indices.contains(next + ahead) && tokens[next + ahead].matches(word, in: source)
  }

  /// `?` begins no token of Lua's.
  private var isAtQuestionMark: Bool {
    tokens.indices.contains(next) && tokens[next].text(in: source) == "?"
  }

  private mutating func skip(_ word: StaticString) -> Bool {
    guard isAt(word) else { return false }
    next += 1
    return true
  }

  private mutating func skipQuestionMark() -> Bool {
    guard isAtQuestionMark else { return false }
    next += 1
    return true
  }

  /// `plot.Options`, `...`
  mutating func name() -> String? {
    guard tokens.indices.contains(next) else { return nil }
    if skip("...") { return "..." }
    guard tokens[next].kind == .name || tokens[next].kind == .keyword else { return nil }
    var name = tokens[next].text(in: source)
    next += 1
    while isAt("."), tokens.indices.contains(next + 1), tokens[next + 1].kind == .name {
      name += "." + tokens[next + 1].text(in: source)
      next += 2
    }
    return name
  }

  mutating func type() -> AnnotatedType {
    var types: [AnnotatedType] = []
    repeat {
      types.append(simpleType())
      if skipQuestionMark() { types.append(.name("nil")) }
    } while skip("|")
    return types.count == 1 ? types[0] : .union(types)
  }

  private mutating func simpleType() -> AnnotatedType {
    guard tokens.indices.contains(next) else { return .name("any") }
    var type: AnnotatedType
    if tokens[next].kind == .string {
      type = .word(String(tokens[next].text(in: source).dropFirst().dropLast()))
      next += 1
    } else if skip("(") {
      type = self.type()
      _ = skip(")")
    } else if isAt("{") {
      skipBrackets("{", "}")
      type = .table
    } else if let name = name() {
      if name == "fun", isAt("(") {
        type = function()
      } else if name == "table" {
        if isAt("<") { skipBrackets("<", ">") }
        type = .name(name)
      } else {
        type = .name(name)
      }
    } else {
      return .name("any")
    }
    while isAt("["), isAt("]", ahead: 1) {
      next += 2
      type = .list(type)
    }
    return type
  }

  private mutating func skipBrackets(_ opening: StaticString, _ closing: StaticString) {
    var depth = 0
    while tokens.indices.contains(next) {
      // Two that close are one token of Lua's.
      if isAt(opening) { depth += 1 } else if isAt(closing) { depth -= 1 } else if isAt(">>") { depth -= 2 }
      next += 1
      if depth <= 0 { return }
    }
  }

  /// Behind `fun`: parameters and the first result.
  private mutating func function() -> AnnotatedType {
    var parameters: [AnnotatedParameter] = []
    guard skip("(") else { return .function(parameters: [], result: nil) }
    depth += 1
    while let name = name() {
      var parameter = AnnotatedParameter(name: name, type: .name("any"))
      parameter.isOptional = skipQuestionMark()
      if skip(":") { parameter.type = type() }
      parameters.append(parameter)
      if !skip(",") { break }
    }
    depth -= 1
    _ = skip(")")
    guard skip(":") else { return .function(parameters: parameters, result: nil) }
    let result = namedResult()
    // Inside other parameters a comma is theirs.
    while depth == 0, skip(",") { _ = namedResult() }
    return .function(parameters: parameters, result: result)
  }

  /// `type`, `name: type`
  private mutating func namedResult() -> AnnotatedType {
    if tokens.indices.contains(next), tokens[next].kind == .name, isAt(":", ahead: 1) { next += 2 }
    return type()
  }

  /// `name? type  # note`, of `@param` and `@field`; nil where it begins with no name, as `[integer] type`.
  mutating func parameter() -> AnnotatedParameter? {
    guard let name = name() else { return nil }
    let isOptional = skipQuestionMark()
    let type = type()
    return AnnotatedParameter(name: name, isOptional: isOptional || type.mayBeNil, type: type, note: rest)
  }

  /// The type behind `[integer]`; nil, and nothing read, where that does not stand here.
  mutating func entry() -> AnnotatedType? {
    guard isAt("["), isAt("]", ahead: 2), tokens[next + 1].text(in: source) == "integer" else { return nil }
    next += 3
    return type()
  }

  /// Types with commas between.
  mutating func list() -> [AnnotatedType] {
    var types: [AnnotatedType] = []
    repeat { types.append(type()) } while skip(",")
    return types
  }

  mutating func colon() -> Bool { skip(":") }

  mutating func skipMark() { _ = skipQuestionMark() }

  /// What was read.
  var read: String {
    guard let first = tokens.first, next > 0 else { return "" }
    return String(decoding: source[first.range.lowerBound..<tokens[next - 1].range.upperBound], as: UTF8.self)
  }

  /// The words behind what was read.
  var rest: String {
    let end = next > 0 ? tokens[next - 1].range.upperBound : 0
    let words = String(decoding: source[end...], as: UTF8.self).drop { $0 == " " || $0 == "#" }
    return String(words)
  }
}
