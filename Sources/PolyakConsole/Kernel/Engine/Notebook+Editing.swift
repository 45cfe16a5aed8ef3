import HeavyBall
import LuaKit
import LuaPrompt

/// What a notebook asks while a cell is typed. Places are counted in Unicode's characters there, in bytes here.
extension Notebook {
  /// Of a `complete_request`.
  func completion(of request: DataTree) -> DataTree {
    let cell = Cell(request)
    let start = (cell.before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    let block = Array(cell.before[..<max(0, start - 1)]), line = Array(cell.before[start...])
    let session = session
    let found = LineCompletion(lua: session.lua) { session.completer }.completion(of: line, behind: block)
    let ending = found.candidates.count == 1 ? found.ending : ""
    let place = Cell.characters(cell.before[..<(start + min(found.start, line.count))])
    return [
      "status": "ok", "matches": .list(found.candidates.map { .text($0 + ending) }), "cursor_start": .integer(place),
      "cursor_end": .integer(Cell.characters(cell.before[...])), "metadata": [:],
    ]
  }

  /// Of an `inspect_request`: the page on the name at the cursor, or on the function whose arguments it stands in.
  func inspection(of request: DataTree) -> DataTree {
    let cell = Cell(request)
    for name in cell.names {
      guard let text = try? Help.text(of: name, in: session) else { continue }
      return ["status": "ok", "found": true, "data": ["text/plain": .text(text.wrapped(to: Terminal.columns))], "metadata": [:]]
    }
    return ["status": "ok", "found": false, "data": [:], "metadata": [:]]
  }

  /// Of an `is_complete_request`.
  func completeness(of request: DataTree) -> DataTree {
    var block = session.makeBlock()
    switch block.add(LuaString(request["code"]?.text ?? "")) {
    case .empty, .whole: return ["status": "complete"]
    case .session(let copied): return copied.unfinished == nil ? ["status": "complete"] : ["status": "incomplete", "indent": ""]
    case .incomplete: return ["status": "incomplete", "indent": "  "]
    case .wrong: return ["status": "invalid"]
    }
  }
}

/// A cell's text with the cursor in it.
private struct Cell {
  let text: [UInt8]
  /// Up to the cursor.
  let before: [UInt8]

  init(_ request: DataTree) {
    let code = request["code"]?.text ?? ""
    text = Array(code.utf8)
    let place = request["cursor_pos"]?.integer ?? code.unicodeScalars.count
    before = Array(String(code.unicodeScalars.prefix(max(0, place))).utf8)
  }

  static func characters(_ bytes: ArraySlice<UInt8>) -> Int { String(decoding: bytes, as: UTF8.self).unicodeScalars.count }

  /// What the cursor is at, the likeliest first: the name that it touches, then those of the calls around it.
  var names: [String] {
    let tokens = Lexer.tokens(of: text)
    let brackets = Brackets(tokens, in: text)
    var found: [String] = []
    func add(endingAt last: Int) {
      let first = brackets.startOfPrefix(endingAt: last)
      found.append(String(decoding: text[tokens[first].range.lowerBound..<tokens[last].range.upperBound], as: UTF8.self))
    }
    if let last = tokens.lastIndex(where: {
      ($0.kind == .name || $0.kind == .string) && $0.range.lowerBound <= before.count && before.count <= $0.range.upperBound
    }) {
      add(endingAt: last)
    }
    for i in tokens.indices.reversed() where tokens[i].range.lowerBound < before.count {
      let isOpening = tokens[i].matches("(", in: text) || tokens[i].matches("{", in: text)
      guard isOpening, i > 0, brackets.endsPrefix(i - 1) else { continue }
      if let end = brackets.partner(of: i), tokens[end].range.lowerBound < before.count { continue }
      add(endingAt: i - 1)
    }
    return found
  }
}
