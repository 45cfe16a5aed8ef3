import LuaKit
/// A Lua file read for its annotations: what it declares at its top level and what it returns. Nothing is run.
///
/// It knows the form that modules have: statements of the top level begin in the first column, the last one is
/// `return name` or `return setmetatable(name, {__call = name})`.
struct AnnotatedSource {
  /// The comment that the file begins with.
  private(set) var header: AnnotationBlock?
  private(set) var classes: [AnnotatedClass] = []
  private(set) var aliases: [String: AnnotatedType] = [:]
  /// Names of classes and aliases in their order, and the blocks that declare them.
  private(set) var types: [(name: String, block: AnnotationBlock)] = []
  /// The functions of each table, by its name; those that are local under the empty one.
  private(set) var functions: [String: [AnnotatedFunction]] = [:]
  /// The class of a local table, by the table's name.
  private(set) var classOfTable: [String: String] = [:]
  /// The name that the file returns.
  private(set) var returned: String?
  /// The function behind the returned table's `__call`.
  private(set) var call: String?
  /// Of the returned table's constructor: names, and the modules that they are fetched from.
  private(set) var required: [(name: String, module: String)] = []

  private let source: [UInt8]
  private let tokens: [Token]

  init(_ source: [UInt8]) {
    self.source = source
    let all = Array(Lexer(source))
    tokens = all.filter { $0.kind != .comment }
    var blocks = Self.blocks(of: all, in: source)
    if let first = blocks.first(where: { !$0.block.texts(of: "meta").isEmpty }) {
      blocks.removeAll { $0.end == first.end && first.block.paragraphs.isEmpty }
    }
    header = blocks.first?.block
    for (block, _) in blocks {
      if let declared = AnnotatedClass(block) {
        classes.append(declared)
        types.append((declared.name, block))
      }
      for text in block.texts(of: "alias") {
        var reader = AnnotatedTypeReader(text)
        if let name = reader.name() {
          aliases[name] = reader.type()
          types.append((name, block))
        }
      }
    }
    let blockBefore = Dictionary(blocks.map { ($0.end, $0.block) }) { first, _ in first }
    var line = 1, position = 0
    for (i, token) in tokens.enumerated() {
      while position < token.range.lowerBound {
        if source[position] == UInt8(ascii: "\n") { line += 1 }
        position += 1
      }
      let start = token.range.lowerBound
      guard start == 0 || source[start - 1] == UInt8(ascii: "\n") else { continue }
      statement(at: i, line: line, block: blockBefore[line - 1] ?? AnnotationBlock([]))
    }
  }

  /// Comments on lines of their own one after the other, with the line that each run ends on.
  private static func blocks(of tokens: [Token], in source: [UInt8]) -> [(block: AnnotationBlock, end: Int)] {
    var blocks: [(block: AnnotationBlock, end: Int)] = []
    var lines: [Substring] = []
    var line = 1, position = 0, last = 0
    func finish() {
      if !lines.isEmpty { blocks.append((AnnotationBlock(lines), last)) }
      lines = []
    }
    for token in tokens {
      while position < token.range.lowerBound {
        if source[position] == UInt8(ascii: "\n") { line += 1 }
        position += 1
      }
      let start = token.range.lowerBound
      let isAlone = start == 0 || source[start - 1] == UInt8(ascii: "\n")
      let text = token.kind == .comment ? token.text(in: source) : ""
      guard isAlone, text.hasPrefix("---"), !text.hasPrefix("----") else {
        finish()
        continue
      }
      if line != last + 1 { finish() }
      lines.append(text.dropFirst(3))
      last = line
    }
    finish()
    return blocks
  }

  // MARK: Statements

  private func text(_ i: Int) -> String { tokens.indices.contains(i) ? tokens[i].text(in: source) : "" }

  private func isName(_ i: Int) -> Bool { tokens.indices.contains(i) && tokens[i].kind == .name }

  private mutating func statement(at i: Int, line: Int, block: AnnotationBlock) {
    switch text(i) {
    case "local" where text(i + 1) == "function":
      add(text(i + 2), to: "", parametersAt: i + 3, isMethod: false, line: line, block: block)
    case "local" where isName(i + 1) && text(i + 2) == "=":
      if text(i + 3) == "{" { constructor(of: text(i + 1), at: i + 3) }
      if let declared = AnnotatedClass(block) { classOfTable[text(i + 1)] = declared.name }
    case "function" where isName(i + 1):
      if text(i + 2) == "." || text(i + 2) == ":" {
        add(text(i + 3), to: text(i + 1), parametersAt: i + 4, isMethod: text(i + 2) == ":", line: line, block: block)
      } else {
        add(text(i + 1), to: "", parametersAt: i + 2, isMethod: false, line: line, block: block)
      }
    case "return": results(at: i + 1)
    default:
      // t.name = function(...)
      guard isName(i), text(i + 1) == ".", isName(i + 2), text(i + 3) == "=", text(i + 4) == "function" else { return }
      add(text(i + 2), to: text(i), parametersAt: i + 5, isMethod: false, line: line, block: block)
    }
  }

  private mutating func add(
    _ name: String, to table: String, parametersAt open: Int, isMethod: Bool, line: Int, block: AnnotationBlock
  ) {
    var names: [String] = []
    var i = open + 1
    while tokens.indices.contains(i), text(i) != ")" {
      if text(i) != "," { names.append(text(i)) }
      i += 1
    }
    functions[table, default: []].append(
      AnnotatedFunction(name: name, isMethod: isMethod, parameters: names, block: block, line: line))
  }

  /// `local json = {encode = require "script.json.encode"}`.
  private mutating func constructor(of table: String, at open: Int) {
    var depth = 0, i = open
    while tokens.indices.contains(i) {
      if text(i) == "{" { depth += 1 }
      if text(i) == "}" { depth -= 1 }
      if depth == 0 { return }
      if depth == 1, isName(i), text(i + 1) == "=", text(i + 2) == "require", tokens.indices.contains(i + 3),
        tokens[i + 3].kind == .string
      {
        required.append((text(i), String(text(i + 3).dropFirst().dropLast())))
      }
      i += 1
    }
  }

  private mutating func results(at i: Int) {
    guard text(i) == "setmetatable" else {
      if isName(i) { returned = text(i) }
      return
    }
    returned = text(i + 2)
    var i = i + 3
    while tokens.indices.contains(i) {
      // __call = f, or entrance.of("name", "", f)
      if text(i) == "__call", text(i + 1) == "=" { call = text(text(i + 2) == "entrance" ? i + 10 : i + 2) }
      i += 1
    }
  }
}
