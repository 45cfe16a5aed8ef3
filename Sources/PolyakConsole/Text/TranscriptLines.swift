import LuaKit
import LuaPrompt

/// What was typed, as lines of a script.
struct TranscriptLines {
  private let entry: Transcript.Entry
  private let recalled: Set<String>
  private let source: [UInt8]

  init(_ entry: Transcript.Entry, recalled: Set<String>) {
    self.entry = entry
    self.recalled = recalled
    source = Array(entry.text.utf8)
  }

  var lines: [String] {
    if entry.isNote { return entry.text.split(separator: "\n").map { "-- " + $0 } }
    if let failure = entry.failure { return failed(failure) }
    // An expression without values is a call, or `...`.
    if entry.isExpression, !(entry.results.isEmpty && entry.text != "...") { return expression }
    return [statements]
  }

  /// A bracket at the beginning would call what ends the line before.
  private var start: String { Lexer.tokens(of: source).first?.text(in: source) == "(" ? ";" : "" }

  private var expression: [String] {
    if recalled.isEmpty { return [entry.isSilent ? "_ = \(entry.text)" : printing(entry.text)] }
    // A value that was nil has no name; it takes the place of one.
    let names = entry.results
    var lines = ["\(names.map { $0.isEmpty ? "_" : $0 }.joined(separator: ", ")) = \(entry.text)"]
    if recalled.contains("_"), let last = names.last(where: { !$0.isEmpty }) { lines.append("_ = \(last)") }
    if !entry.isSilent { lines.append("print(\(names.map { $0.isEmpty ? "nil" : $0 }.joined(separator: ", ")))") }
    return lines
  }

  /// Statements; a `return` at their end would end the script, and becomes `print`.
  private var statements: String {
    let tokens = Lexer.tokens(of: source)
    guard let last = StatementDepth.lastAtTop("return", tokens, source) else { return start + entry.text }
    let values = String(decoding: source[last.range.upperBound...], as: UTF8.self).trimmed
    let bare = values.hasSuffix(";") ? String(values.dropLast()) : values
    return start + String(decoding: source[..<last.range.lowerBound], as: UTF8.self) + printing(bare)
  }

  private func printing(_ values: String) -> String {
    // A comment at its end would hide the bracket.
    let hasComment = Lexer(Array(values.utf8)).contains { $0.kind == .comment }
    return "print(\(values)\(hasComment ? "\n" : ""))"
  }

  /// Called so that what it did before it failed is done again, its variables declared before.
  private func failed(_ failure: LuaError) -> [String] {
    let reason = "-- failed: " + (failure.message.split(separator: "\n").first ?? "")
    let commented = [reason] + entry.text.split(separator: "\n", omittingEmptySubsequences: false).map { "-- " + $0 }
    let code = entry.isExpression ? ("return " + entry.text, []) : withoutLocal
    guard failure.kind == .runtime, let (body, names) = code else { return commented }
    let declaration = names.isEmpty ? [] : ["local \(names.joined(separator: ", "))"]
    return [reason] + declaration + ["pcall(function(...)", body, "end)"]
  }

  /// Its declarations as assignments, and what they declare; nil where there are constants among them.
  private var withoutLocal: (String, [String])? {
    let declarations = LocalDeclaration.all(in: source)
    if declarations.contains(where: { $0.variables.contains { $0.attribute != nil } }) { return nil }
    var result: [UInt8] = []
    var end = 0
    for declaration in declarations {
      result += source[end..<declaration.range.lowerBound]
      end = declaration.range.upperBound
      let code = source[declaration.range].dropFirst("local".utf8.count)
      result += code
      let tokens = Lexer.tokens(of: Array(code))
      let isAssigned = tokens.contains { $0.text(in: Array(code)) == "=" } || tokens.first?.kind == .keyword
      if !isAssigned { result += Array(" = nil".utf8) }
    }
    let names = declarations.flatMap { $0.variables.map(\.name) }
    return (String(decoding: result + source[end...], as: UTF8.self), names)
  }
}
