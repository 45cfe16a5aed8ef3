import LuaKit

/// What was run in a session, in order, and how it ended.
struct Transcript {
  struct Entry {
    /// As typed; of an expression without the semicolon.
    var text: String
    var isExpression: Bool
    var isSilent: Bool
    /// The names by which its values are recalled.
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
    let recalled = recalledNames
    for entry in entries { lines += entry.lines(recalled: recalled) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Names of results that some later line uses: only those need to be kept.
  private var recalledNames: Set<String> {
    var names: Set<String> = []
    for entry in entries where entry.failure == nil {
      let source = Array(entry.text.utf8)
      for token in Lexer(source) where token.kind == .name {
        let name = token.text(in: source)
        if ResultHistory.isName(name) { names.insert(name) }
      }
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
    guard isExpression else { return source }
    let kept = results.filter { recalled.contains($0) } + (recalled.contains("_") && !results.isEmpty ? ["_"] : [])
    if kept.isEmpty { return [isSilent ? "_ = \(text)" : "print(\(text))"] }
    var lines = ["\(results.joined(separator: ", ")) = \(text)"]
    if kept.contains("_"), let last = results.last { lines.append("_ = \(last)") }
    if !isSilent { lines.append("print(\(results.joined(separator: ", ")))") }
    return lines
  }
}
