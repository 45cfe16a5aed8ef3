/// A line of a session copied from a page or a terminal that was typed there: behind `> ` and `>> `, which may be indented,
/// all alike: a page of help that was printed in a session has examples of its own.
struct CopiedLine {
  let indentation: Int
  /// Whether its prompt is the first of an entry.
  let isFirst: Bool
  /// What stands behind the prompt.
  let typed: ArraySlice<UInt8>

  /// Nil for a line that was printed.
  ///
  /// - Parameter indentation: That of the session's prompts, where it is known.
  init?(_ line: ArraySlice<UInt8>, indentation: Int? = nil) {
    var rest = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    self.indentation = line.count - rest.count
    if let indentation, indentation != self.indentation { return nil }
    while rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    let count = rest.prefix { $0 == UInt8(ascii: ">") }.count
    rest = rest.dropFirst(count)
    // A prompt with nothing behind it may have lost its blank.
    guard count == 1 || count == 2, rest.isEmpty || rest.first == UInt8(ascii: " ") else { return nil }
    isFirst = count == 1
    typed = rest.dropFirst()
  }
}
