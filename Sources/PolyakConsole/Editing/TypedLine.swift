import LuaPrompt
// Readline's settings are C variables, which Swift does not know to be safe: all of it is used from the main thread.
@preconcurrency import CReadline
@preconcurrency import PolyakPlatform

/// The line that is typed, in colours, with the signature of the call at hand under it: while a key is waited for.
///
/// Readline shows the line; its letters are written over once more where they stand, which changes nothing that it knows of. The
/// hint is gone before readline gets the key: whatever it shows then, a list, a search, the next line, finds the screen as it left
/// it.
struct TypedLine {
  private let assistance: LineAssistance
  private let block: [UInt8]
  private let style = Style(for: STDOUT_FILENO)
  /// Where the hint stands, seen from the cursor.
  private var hint: (rowsBelow: Int, column: Int)?
  /// What was shown last, and of what.
  private var known: (of: Key, shown: Shown)?

  private struct Key: Equatable {
    var line: [UInt8]
    var point: Int
    var prompt: String
    var columns: Int
    var lines: Int
  }

  private struct Shown {
    var text: String
    var hint: (rowsBelow: Int, column: Int)?
  }

  /// So much is looked through at each key.
  private static let limit = 50_000

  init(_ assistance: LineAssistance, behind block: [UInt8]) {
    self.assistance = assistance
    self.block = block
  }

  /// Takes the hint away, when readline goes on.
  mutating func clear() {
    guard let hint else { return }
    self.hint = nil
    fputs("\r\u{1B}[\(hint.rowsBelow)B\u{1B}[K\u{1B}[\(hint.rowsBelow)A\(Self.right(hint.column))", rl_outstream)
    fflush(rl_outstream)
  }

  mutating func show() {
    guard hint == nil, let key = key else { return }
    if known?.of != key { known = (key, shown(key)) }
    guard let shown = known?.shown, !shown.text.isEmpty else { return }
    fputs(shown.text, rl_outstream)
    fflush(rl_outstream)
    hint = shown.hint
  }

  /// Of what readline shows; nil where that is not simply the line behind a prompt, or more than the window has room for.
  private var key: Key? {
    guard Terminal.movesCursor, let prompt = rl_display_prompt, let buffer = rl_line_buffer,
      !Self.isOn("horizontal-scroll-mode"), !Self.isOn("show-mode-in-prompt"), !Self.isOn("mark-modified-lines"),
      rl_mark_active_p() == 0
    else { return nil }
    var (lines, columns): (Int32, Int32) = (0, 0)
    rl_get_screen_size(&lines, &columns)
    let count = Int(rl_end)
    guard count + block.count <= Self.limit, count <= Int(lines) * Int(columns) else { return nil }
    return Key(
      line: Array(UnsafeRawBufferPointer(start: buffer, count: count)), point: min(Int(rl_point), count),
      prompt: String(cString: prompt), columns: Int(columns), lines: Int(lines))
  }

  private static func isOn(_ variable: String) -> Bool {
    rl_variable_value(variable).map { strcmp($0, "on") == 0 } ?? false
  }

  private func shown(_ key: Key) -> Shown {
    guard let prompt = Self.visible(key.prompt), let indentation = LineLayout.width(of: prompt),
      let layout = LineLayout(key.line, columns: key.columns, indentation: indentation), layout.rows < key.lines,
      // Without a locale that knows them, readline takes a letter's bytes for letters.
      String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8" || key.line.allSatisfy({ $0 < 0x80 })
    else { return Shown(text: "") }
    let cursor = layout.places[key.point]
    // In a search for a whole text, and the like, what is typed is no Lua.
    let isLua = rl_readline_state & UInt(RL_STATE_NSEARCH | RL_STATE_SEARCH) == 0
    var text = ""
    if style.hasColors {
      text = (cursor.row > 0 ? "\u{1B}[\(cursor.row)A" : "") + "\r" + Self.right(indentation)
      text += coloured(layout, isLua ? assistance.colours(key.line, block) : [])
      let down = cursor.row - (layout.cells.last?.row ?? 0)
      text += down < 0 ? "\u{1B}[\(-down)A" : down > 0 ? "\u{1B}[\(down)B" : ""
      text += "\r" + Self.right(cursor.column)
    }
    guard isLua, rl_readline_state & UInt(RL_STATE_ISEARCH | RL_STATE_NUMERICARG) == 0, layout.rows + 1 < key.lines,
      let hint = assistance.hint(Array(key.line[..<key.point]), block)
    else { return Shown(text: text) }
    // The row under the line may be one that is not there yet: newlines make it, and scroll.
    let rows = layout.rows - cursor.row
    text += String(repeating: "\n", count: rows) + "\r" + HintLine(hint, columns: key.columns, style).text
    text += "\u{1B}[\(rows)A\r" + Self.right(cursor.column)
    return Shown(text: text, hint: (rows, cursor.column))
  }

  private static func right(_ columns: Int) -> String { columns > 0 ? "\u{1B}[\(columns)C" : "" }

  private func coloured(_ layout: LineLayout, _ spans: [Highlighter.Span]) -> String {
    var text = "", row = 0, i = 0
    var role: Style.Role?
    for cell in layout.cells {
      while i < spans.count, spans[i].range.upperBound <= cell.start { i += 1 }
      let next = i < spans.count && spans[i].range.contains(cell.start) ? Style.Role(spans[i].role) : nil
      if next != role {
        text += role == nil ? "" : style.end
        text += next.map { style.start($0) } ?? ""
        role = next
      }
      if cell.row > row {
        text += String(repeating: "\r\n", count: cell.row - row)
        row = cell.row
      }
      text += cell.text
    }
    return text + (role == nil ? "" : style.end)
  }

  /// The last line of a prompt without what it marks as taking no room; nil where there is something else that is no letter.
  private static func visible(_ prompt: String) -> String? {
    var text = "", isHidden = false
    for scalar in prompt.unicodeScalars {
      switch scalar {
      case "\u{1}": isHidden = true
      case "\u{2}": isHidden = false
      case "\n" where !isHidden: text = ""
      default: if !isHidden { text.unicodeScalars.append(scalar) }
      }
    }
    return text.unicodeScalars.contains { $0.value < 32 } ? nil : text
  }
}

extension Style.Role {
  fileprivate init(_ role: Highlighter.Role) {
    self =
      switch role {
      case .keyword: .keyword
      case .string: .string
      case .number: .place
      case .comment: .quiet
      case .option: .option
      case .unknown: .unknown
      case .wrong: .error
      }
  }
}
