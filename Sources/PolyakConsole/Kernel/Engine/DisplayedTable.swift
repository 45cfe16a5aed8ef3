/// LaTeX's `tabular` as an `array` in a displayed formula: what shows mathematics in browsers knows no other table.
enum DisplayedTable {
  static func array(from tabular: String) -> String {
    let lines = tabular.split(separator: "\n").map { line -> String in
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
