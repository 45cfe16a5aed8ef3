import LuaKit
extension String {
  /// The text with no line longer than `width`, broken at blanks. What goes on stands below its last column, which begins
  /// behind two blanks; lines of examples, behind `> `, stay whole.
  public func wrapped(to width: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.count <= width || line.drop { $0 == " " }.hasPrefix("> ") ? String(line) : Self.broken(line, width)
    }.joined(separator: "\n")
  }

  private static func broken(_ line: Substring, _ width: Int) -> String {
    let indent = Swift.min(column(of: line), width / 2)
    var lines: [String] = []
    var current = ""
    // Between the blanks of a wider gap there are empty words.
    for (i, word) in line.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      if current.count + 1 + word.count > width, !current.allSatisfy({ $0 == " " }) {
        lines.append(current)
        current = String(repeating: " ", count: indent) + word
      } else {
        current += (i == 0 ? "" : " ") + word
      }
    }
    return (lines + [current]).joined(separator: "\n")
  }

  /// Where the last column of a line begins that fits on the left.
  private static func column(of line: Substring) -> Int {
    var column = line.prefix { $0 == " " }.count, blanks = 0
    for (i, character) in line.enumerated() {
      if character != " ", blanks > 1 { column = i }
      blanks = character == " " ? blanks + 1 : 0
    }
    return column
  }
}
