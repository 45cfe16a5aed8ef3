import HeavyBall
import LuaKit
import PolyakPlatform

/// What was entered: in this session with its results, and before it at the prompt and in other notebooks, which share a file.
final class NotebookHistory {
  struct Entry {
    /// 1 of what was entered before, 2 of this one.
    let session: Int
    let line: Int
    let text: String
    let result: String?
  }

  private static let limit = 1000
  private static let before = 1, now = 2

  private(set) var entries: [Entry]
  private let file: HistoryFile?

  /// - Parameter folder: Where the file is.
  init(in folder: String?) {
    file = folder.flatMap { try? HistoryFile(in: $0) }
    entries = (file?.read(atMost: Self.limit) ?? []).enumerated().map { i, text in
      Entry(session: Self.before, line: i + 1, text: String(decoding: text, as: UTF8.self), result: nil)
    }
  }

  func add(_ text: String, line: Int, result: String?) {
    if text.isEmpty { return }
    entries.append(Entry(session: Self.now, line: line, text: text, result: result))
    // Where it cannot be written the history lasts for the session.
    try? file?.append(Array(text.utf8))
  }

  /// What a `history_request` asks for.
  func answer(_ request: DataTree) -> DataTree {
    let hasOutput = request["output"]?.boolean ?? false
    let found: [DataTree] = entries(request).map { entry in
      let text = DataTree.text(entry.text)
      let result = entry.result.map { DataTree.text($0) } ?? .none
      return [.integer(entry.session), .integer(entry.line), hasOutput ? [text, result] : text]
    }
    return ["status": "ok", "history": .list(found)]
  }

  private func entries(_ request: DataTree) -> [Entry] {
    let most = max(0, request["n"]?.integer ?? Int.max)
    switch request["hist_access_type"]?.text {
    case "range":
      let asked = request["session"]?.integer ?? 0
      let session = asked > 0 ? asked : Self.now + asked
      let lines = (request["start"]?.integer ?? 0)..<max(request["start"]?.integer ?? 0, request["stop"]?.integer ?? Int.max)
      return entries.filter { $0.session == session && lines.contains($0.line) }
    case "search":
      let pattern = request["pattern"]?.text ?? "*"
      var found = entries.filter { fnmatch(pattern, $0.text, 0) == 0 }
      if request["unique"]?.boolean == true {
        var seen: Set<String> = []
        found = found.reversed().filter { seen.insert($0.text).inserted }.reversed()
      }
      return found.suffix(most)
    default: return entries.suffix(most)
    }
  }
}
