import LuaPrompt

/// A call's signature in one row of the terminal, what is being given marked, and its type behind. Where the row is too narrow, the
/// mark stays in sight.
struct HintLine {
  let text: String

  init(_ hint: CallHint, columns: Int, _ style: Style) {
    var letters = Array(hint.text), current = hint.current ?? 0..<0
    if !hint.type.isEmpty { letters += Array("   " + hint.type) }
    // Without colours the mark takes two letters.
    let marks = style.hasColors || current.isEmpty ? 0 : 2
    // The last column stays free: a letter there would take the cursor into the next row.
    let width = max(1, columns - 1 - marks)
    if letters.count > width {
      // Dots at both ends leave the mark alone, where there is room for them.
      let hasDots = width >= current.count + 6
      let wanted = max(current.upperBound - width * 2 / 3, current.upperBound + 3 - width)
      let first = max(0, min(hasDots ? min(wanted, current.lowerBound - 3) : current.lowerBound, letters.count - width))
      var cut = Array(letters[first..<first + width])
      if hasDots, first + width < letters.count { cut.replaceSubrange((width - 3)..., with: "...") }
      if hasDots, first > 0 { cut.replaceSubrange(..<3, with: "...") }
      current = max(0, current.lowerBound - first)..<max(0, min(cut.count, current.upperBound - first))
      letters = cut
    }
    let before = String(letters[..<current.lowerBound]), after = String(letters[current.upperBound...])
    let marked = String(letters[current])
    self.text =
      style.text(before, .quiet) + (marks == 0 ? style.text(marked, .name) : ">\(marked)<") + style.text(after, .quiet)
  }
}
