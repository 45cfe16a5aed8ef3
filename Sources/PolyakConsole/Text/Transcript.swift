import LuaKit
import LuaPrompt
import PolyakModules

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
    var failure: LuaError?
    /// A line that no script can do: a command of the shell.
    var isNote = false
  }

  /// With what the session's random numbers began.
  struct Seeds {
    var math: [Int]
    var generators: Int
  }

  private(set) var entries: [Entry] = []
  /// Nil where the session began behind other code.
  let seeds: Seeds?

  init(seeds: Seeds?) { self.seeds = seeds }

  mutating func add(_ entry: Entry) { entries.append(entry) }

  mutating func add(note: String) {
    entries.append(Entry(text: note, isExpression: false, isSilent: true, isNote: true))
  }

  /// How many blocks were run.
  var count: Int { entries.count { !$0.isNote } }

  /// Names by which what the last entry, which was interrupted, had come to is recalled. A script does not have them.
  mutating func keep(_ names: [String]) {
    guard let last = entries.lastIndex(where: { !$0.isNote }), entries[last].failure?.kind == .interrupted else { return }
    entries[last].results = names
  }

  /// The session as a script that does the same again. What failed is called so that it fails again and the script goes
  /// on; what was interrupted is left in as comments.
  ///
  /// - Parameter heading: Lines of comment at its beginning.
  func script(heading: [String]) -> String {
    var lines = heading.map { "-- " + $0 }
    lines += seeding
    let recalled = recalledNames
    var locals = 0, functions = 0
    for (i, entry) in entries.enumerated() {
      locals += entry.localCount
      if locals > Self.localLimit {
        // A function may have two hundred local variables, and sees those around it.
        lines.append(";(function(...)")
        (locals, functions) = (entry.localCount, functions + 1)
      }
      lines += TranscriptLines(entry, recalled: recalled[i]).lines
    }
    lines += Array(repeating: "end)(...)", count: functions)
    return lines.joined(separator: "\n") + "\n"
  }

  private static let localLimit = 150

  private var seeding: [String] {
    guard let seeds else { return [] }
    var lines = seeds.math.isEmpty ? [] : ["math.randomseed(\(seeds.math.map(String.init).joined(separator: ", ")))"]
    if UnseededGenerators.count > 0 {
      lines += [
        "do -- the seeds of random.new()",
        "  local new, seeds = random.new, random.new(\(seeds.generators))",
        "  random.new = function(seed) return new(seed or seeds:integers(0, math.maxinteger)) end",
        "end",
      ]
    }
    return lines
  }

  /// Of each entry the names of its values that later ones use: only those need to be kept. `_` is the last value's until
  /// another expression gives one.
  private var recalledNames: [Set<String>] {
    var recalled = Array(repeating: Set<String>(), count: entries.count)
    var owners: [String: Int] = [:]
    var last: Int?
    for (i, entry) in entries.enumerated() where !entry.isNote {
      let source = Array(entry.text.utf8)
      for token in Lexer(source) where token.kind == .name && source[token.range.lowerBound] == UInt8(ascii: "_") {
        let name = token.text(in: source)
        if let owner = name == "_" ? last : owners[name] { recalled[owner].insert(name) }
      }
      for name in entry.results where !name.isEmpty {
        (owners[name], last) = (i, i)
        // Those that are no longer kept.
        if let number = Int(name.dropFirst()) { owners["_\(number - ResultHistory.limit)"] = nil }
      }
    }
    return recalled
  }
}

extension Transcript.Entry {
  /// How many variables it declares outside any block.
  fileprivate var localCount: Int {
    isExpression ? 0 : LocalDeclaration.all(in: Array(text.utf8)).reduce(0) { $0 + $1.variables.count }
  }
}
