import LuaKit

/// What was run in a session, in order, and how it ended.
struct Transcript {
  struct Entry {
    /// As typed; of an expression without the semicolon.
    var text: String
    var isExpression: Bool
    var isSilent: Bool
    /// The names by which its values are recalled; empty for a value that is nil.
    var results: [String] = []
    /// Of code that failed.
    var failure: String?
  }

  private(set) var entries: [Entry] = []
  /// What `math.random` was seeded with when the session began.
  let seeds: [Int]

  init(seeds: [Int]) { self.seeds = seeds }

  mutating func add(_ entry: Entry) { entries.append(entry) }

  /// The session as a script that does the same again; what failed is left in as comments.
  ///
  /// - Parameter heading: Lines of comment at its beginning.
  func script(heading: [String]) -> String {
    var lines = heading.map { "-- " + $0 }
    if !seeds.isEmpty { lines.append("math.randomseed(\(seeds.map(String.init).joined(separator: ", ")))") }
    for (i, entry) in entries.enumerated() { lines += entry.lines(recalled: recalled(after: i)) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Names of this entry's values that later ones use: only those need to be kept. `_` is the last value's until another
  /// expression gives one.
  private func recalled(after i: Int) -> Set<String> {
    var names: Set<String> = []
    var isLast = true
    for entry in entries[(i + 1)...] where entry.failure == nil {
      let source = Array(entry.text.utf8)
      for token in Lexer(source) where token.kind == .name {
        let name = token.text(in: source)
        if entries[i].results.contains(name) || name == "_" && isLast { names.insert(name) }
      }
      if entry.isExpression, !entry.results.isEmpty { isLast = false }
    }
    return names
  }
}

extension Transcript.Entry {
  fileprivate func lines(recalled: Set<String>) -> [String] {
    let source = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let failure {
      return ["-- failed: " + (failure.split(separator: "\n").first.map(String.init) ?? "")] + source.map { "-- " + $0 }
    }
    // A bracket at the beginning would call what ends the line before.
    let start = text.first == "(" ? ";" : ""
    // An expression without values is a call, or `...`.
    guard isExpression, !(results.isEmpty && text != "...") else { return [start + source[0]] + source.dropFirst() }
    if recalled.isEmpty {
      // A comment at its end would hide the bracket.
      let hasComment = Lexer(Array(text.utf8)).contains { $0.kind == .comment }
      return [isSilent ? "_ = \(text)" : "print(\(text)\(hasComment ? "\n" : ""))"]
    }
    // A value that was nil has no name; it takes the place of one.
    var lines = ["\(results.map { $0.isEmpty ? "_" : $0 }.joined(separator: ", ")) = \(text)"]
    if recalled.contains("_"), let last = results.last(where: { !$0.isEmpty }) { lines.append("_ = \(last)") }
    if !isSilent { lines.append("print(\(results.map { $0.isEmpty ? "nil" : $0 }.joined(separator: ", ")))") }
    return lines
  }
}
