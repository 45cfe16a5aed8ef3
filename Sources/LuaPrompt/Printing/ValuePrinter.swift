import LuaKit
/// Lua values as a prompt shows them: short, aligned, safe.
///
///     ValuePrinter(width: 80).text(of: value, in: lua)      // {1, 2, {x = 3}}
///
/// Tables show their fields, sorted, down to ``depth`` levels and ``items`` entries each; one that contains itself says so.
/// What does not fit in a line is broken, and numbers stand in columns. Of metamethods only `__tostring` and `__name` are
/// asked, and an error in the former is shown instead of its text. Cost: what is shown, and counting the rest.
public struct ValuePrinter {
  /// Of the line, in characters.
  public var width = 80
  /// Levels of tables in tables.
  public var depth = 4
  /// Entries of one table.
  public var items = 60
  /// Characters of a text by itself, and of one in a table.
  public var textLimit = 8000, nestedTextLimit = 80
  /// Lines of a text by itself.
  public var lineLimit = 200
  public var style = NumberStyle.current

  public init(width: Int = 80) { self.width = width }

  /// The value by itself: a string without quotes, with its line ends and tabs, other control characters as Lua writes them.
  public func text(of value: LuaValue, in lua: LuaState) -> String {
    guard case .string(let string) = value else {
      var layout = TableLayout(self, lua)
      return cut(layout.text(of: value, indent: 0), to: max(textLimit, 40 * width))
    }
    return cut(beginning(of: Self.escaped(string.description)), to: textLimit)
  }

  /// The first lines of a text, and how many there are.
  private func beginning(of text: String) -> String {
    let lineFeed = UInt8(ascii: "\n")
    let count = text.utf8.count { $0 == lineFeed } + (text.utf8.last == lineFeed ? 0 : 1)
    guard count > lineLimit else { return text }
    let lines = text.utf8.split(separator: lineFeed, maxSplits: lineLimit, omittingEmptySubsequences: false).prefix(lineLimit)
    return String(text[..<lines[lines.count - 1].endIndex]) + "\n... (\(count) lines; print(_) shows all)"
  }

  /// The text, or its beginning and how much is left out.
  private func cut(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit, text.count > limit else { return text }
    return text.prefix(limit - 60) + "\n... (\(text.count) characters; print(_) shows all)"
  }
}
