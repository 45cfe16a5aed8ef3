/// A matrix as it is printed: up to eight rows of eight numbers, in columns.
func matrixText(_ name: String, rows: Int, columns: Int, at entry: (Int, Int) -> Double) -> String {
  let (shownRows, shownColumns) = (min(rows, 8), min(columns, 8))
  let cells = (0..<shownRows).map { i in (0..<shownColumns).map { formatted(entry(i, $0)) } }
  let widths = (0..<shownColumns).map { j in cells.map { $0[j].count }.max() ?? 0 }
  var lines = ["\(name)(\(rows) x \(columns))"]
  for row in cells {
    let padded = row.enumerated().map { j, cell in cell.padded(to: widths[j], left: true) }
    lines.append("  " + padded.joined(separator: "  ") + (shownColumns < columns ? "  ..." : ""))
  }
  if shownRows < rows { lines.append("  ...") }
  return lines.joined(separator: "\n")
}
