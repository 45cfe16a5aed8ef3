import LuaKit
/// A `local` statement that stands outside any block of a chunk.
///
///     local x, y <const> = f(1), 2      names x, y (constant)
public struct LocalDeclaration: Equatable, Sendable {
  public struct Variable: Equatable, Sendable {
    public var name: String
    /// "const", "close" or nil.
    public var attribute: String?
  }

  public var variables: [Variable]
  /// Its bytes, from `local` to the last of its expressions.
  public var range: Range<Int>

  /// Those of a chunk that compiles; of another one, those that can be made out.
  public static func all(in source: [UInt8]) -> [LocalDeclaration] {
    var scan = StatementScan(source)
    return scan.locals()
  }
}

/// Where a keyword stands outside any block of a chunk.
public enum StatementDepth {
  public static func lastAtTop(_ keyword: StaticString, _ tokens: [Token], _ source: [UInt8]) -> Token? {
    var depth = 0
    var found: Token?
    for token in tokens {
      if depth == 0, token.matches(keyword, in: source) { found = token }
      depth += change(token, source)
    }
    return found
  }

  /// By how many blocks and brackets a token opens or closes. `for` and `while` open theirs with `do`.
  public static func change(_ token: Token, _ source: [UInt8]) -> Int {
    if opening.contains(where: { token.matches($0, in: source) }) { return 1 }
    return closing.contains { token.matches($0, in: source) } ? -1 : 0
  }

  private static let opening: [StaticString] = ["function", "if", "do", "repeat", "(", "{", "["]
  private static let closing: [StaticString] = ["end", "until", ")", "}", "]"]
}

/// Finds where statements end, from the tokens alone: Lua's grammar needs no more look ahead than one token.
private struct StatementScan {
  let source: [UInt8]
  let tokens: [Token]
  var position = 0

  init(_ source: [UInt8]) {
    self.source = source
    tokens = Lexer.tokens(of: source)
  }

  mutating func locals() -> [LocalDeclaration] {
    var found: [LocalDeclaration] = []
    var depth = 0
    while position < tokens.count {
      if depth == 0, isAt("local") {
        if let declaration = declaration() { found.append(declaration) }
        continue
      }
      depth += change
      position += 1
    }
    return found
  }

  private func isAt(_ word: StaticString) -> Bool {
    position < tokens.count && tokens[position].matches(word, in: source)
  }

  private func isAt(anyOf words: [StaticString]) -> Bool { words.contains { isAt($0) } }

  private var change: Int { StatementDepth.change(tokens[position], source) }

  /// Past what the token at hand opens.
  private mutating func skipNested() {
    var depth = 0
    repeat {
      depth += change
      position += 1
    } while depth > 0 && position < tokens.count
  }

  private mutating func declaration() -> LocalDeclaration? {
    let start = tokens[position].range.lowerBound
    position += 1
    var variables: [LocalDeclaration.Variable] = []
    if isAt("function") {
      if position + 1 < tokens.count, tokens[position + 1].kind == .name {
        variables = [.init(name: tokens[position + 1].text(in: source))]
      }
      skipNested()
    } else {
      variables = names()
      if isAt("=") {
        position += 1
        skipExpressions()
      }
    }
    guard !variables.isEmpty, position > 0 else { return nil }
    return LocalDeclaration(variables: variables, range: start..<tokens[position - 1].range.upperBound)
  }

  private mutating func names() -> [LocalDeclaration.Variable] {
    var variables: [LocalDeclaration.Variable] = []
    while position < tokens.count, tokens[position].kind == .name {
      var variable = LocalDeclaration.Variable(name: tokens[position].text(in: source))
      position += 1
      if isAt("<"), position + 2 < tokens.count {
        variable.attribute = tokens[position + 1].text(in: source)
        position += 3
      }
      variables.append(variable)
      guard isAt(",") else { break }
      position += 1
    }
    return variables
  }

  /// An expression goes on as long as what follows an operand cannot begin a statement.
  private mutating func skipExpressions() {
    var needsOperand = true
    while position < tokens.count {
      let isNested = isAt(anyOf: ["(", "{", "["])
      if needsOperand {
        if isAt(anyOf: ["-", "not", "#", "~"]) {
          position += 1
          continue
        }
        if isNested || isAt("function") { skipNested() } else { position += 1 }
        needsOperand = false
      } else if isNested {
        skipNested()
      } else if tokens[position].kind == .string {
        position += 1
      } else if isAt(anyOf: Self.continuing) {
        position += 1
        needsOperand = true
      } else {
        return
      }
    }
  }

  private static let continuing: [StaticString] = [
    ",", ".", ":", "+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or", "&", "|", "~",
    "<<", ">>",
  ]
}
