import LuaKit
import LuaPrompt
@preconcurrency import CReadline
@preconcurrency import PolyakPlatform

// Readline breaks no words here (``LineEditor/install``), so what it completes is the line up to the cursor, and each match
// repeats what stands before the candidate.
extension LineEditor {
  /// What the completion in progress reads. Unsafe: C functions have no context; one line is edited at a time, on one thread.
  nonisolated(unsafe) static var completing: (complete: LineAssistance.Complete, block: [UInt8])?
  nonisolated(unsafe) private static var shown = Completion(start: 0)

  static func installCompletion() {
    rl_attempted_completion_function = { text, _, _ in LineEditor.matches(text) }
    rl_completion_display_matches_hook = { matches, count, _ in LineEditor.display(matches, Int(count)) }
    rl_completer_word_break_characters = UnsafePointer(strdup(""))
    rl_basic_word_break_characters = UnsafePointer(strdup(""))
    rl_completer_quote_characters = nil
  }

  private static func matches(_ text: UnsafePointer<CChar>?) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    rl_attempted_completion_over = 1
    rl_completion_append_character = 0
    rl_completion_suppress_append = 1
    guard let text, let completing else { return nil }
    let line = Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    // Nothing is asked for yet, or nobody waits for an answer, where a text is pasted as if it were typed: Tab is a tab.
    if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) || hasMoreInput {
      return list([line + [UInt8(ascii: "\t")]])
    }
    shown = completing.complete(line, completing.block)
    let kept = line[..<shown.start]
    var candidates = shown.candidates.map { Array(kept) + Array($0.utf8) }
    if candidates.count == 1 { candidates[0] += Array(shown.ending.utf8) }
    if candidates.isEmpty || candidates == [line] {
      guard let signature = shown.signature else { return nil }
      show(signature)
      // The line as it is: no bell.
      return list([line])
    }
    if candidates.count == 1 { return list(candidates) }
    return list([commonPrefix(candidates)] + candidates)
  }

  private static func commonPrefix(_ texts: [[UInt8]]) -> [UInt8] {
    let first = texts[0]
    var count = first.count
    for text in texts { count = zip(first[..<count], text).prefix { $0 == $1 }.count }
    // No character is cut in two.
    while count > 0, count < first.count, first[count] & 0xC0 == 0x80 { count -= 1 }
    return Array(first[..<count])
  }

  /// As readline wants it: allocated, ended by a null pointer, and readline's from then on.
  private static func list(_ texts: [[UInt8]]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    let size = MemoryLayout<UnsafeMutablePointer<CChar>?>.stride * (texts.count + 1)
    guard let list = malloc(size)?.assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self) else { return nil }
    for (i, text) in texts.enumerated() { list[i] = strdup(text.map { CChar(bitPattern: $0) } + [0]) }
    list[texts.count] = nil
    return list
  }

  private static func show(_ signature: String) {
    rl_crlf()
    fputs(cut(signature), rl_outstream)
    rl_crlf()
    rl_forced_update_display()
  }

  private static func cut(_ text: String) -> String { text.count <= 2000 ? text : text.prefix(2000) + "..." }

  /// The candidates alone, in columns, the signature above.
  private static func display(_ matches: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int) {
    rl_crlf()
    if let signature = shown.signature {
      fputs(cut(signature), rl_outstream)
      rl_crlf()
    }
    let (columns, lines) = Terminal.size ?? (80, 24)
    let width = (shown.candidates.map(\.count).max() ?? 0) + 2
    let perLine = max(1, columns / width)
    // As many as leave the window the line typed, the signature and the note.
    let listed = shown.candidates.prefix(perLine * max(4, lines - 4))
    let rows = (listed.count + perLine - 1) / perLine
    // Down the columns, as readline lists.
    for row in 0..<rows {
      let cells = stride(from: row, to: listed.count, by: rows).map { listed[$0].padded(to: width) }
      fputs(cells.joined().trimmed, rl_outstream)
      rl_crlf()
    }
    if listed.count < shown.candidates.count {
      fputs("... \(shown.candidates.count - listed.count) more; type a letter", rl_outstream)
      rl_crlf()
    }
    rl_forced_update_display()
  }
}
