/// LaTeX's `tabular` as an `array` in a displayed formula: what shows mathematics in browsers knows no other table.
enum DisplayedTable {
  /// Rows that are shown of a long one.
  private static let mostRows = 60

  static func array(from tabular: String) -> String {
    var rows = tabular.split(separator: "\n")
    // Its beginning, its head and its end are no rows.
    let more = rows.count - 3 - mostRows
    if more > 0 { rows.replaceSubrange((2 + mostRows)..<(rows.count - 1), with: [" & ... \(more) more \\\\"]) }
    let lines = rows.map { line -> String in
      if line.hasPrefix("\\begin{") || line.hasPrefix("\\end{") { return String(line.replacing("tabular", with: "array")) }
      guard let end = line.lastRange(of: " \\\\") else { return String(line) }
      let cells = line[..<end].components(behind: " & ").map(cell)
      return cells.joined(separator: " & ") + line[end...]
    }
    return "$$" + lines.joined(separator: "\n") + "$$"
  }

  /// A formula as it is, anything else as text.
  private static func cell(_ text: Substring) -> String {
    let isFormula = text.count > 1 && text.first == "$" && text.last == "$" && !text.dropFirst().dropLast().contains("$")
    if isFormula { return String(text.dropFirst().dropLast()) }
    return text.isEmpty || text.hasPrefix("\\") || Int(text) != nil ? String(text) : "\\text{\(text)}"
  }
}

extension Substring {
  fileprivate func components(behind mark: String) -> [Substring] {
    var (parts, rest) = ([Substring](), self)
    while let place = rest.firstRange(of: mark) {
      parts.append(rest[..<place.lowerBound])
      rest = rest[place.upperBound...]
    }
    return parts + [rest]
  }

  fileprivate func lastRange(of mark: String) -> Index? {
    var (found, start) = (Index?.none, startIndex)
    while let place = self[start...].firstRange(of: mark) { (found, start) = (place.lowerBound, place.upperBound) }
    return found
  }
}
