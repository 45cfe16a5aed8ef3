/// What the quotes in a file of comma-separated values say: that a cell is text, unless the file's writer puts everything
/// between them.
///
/// The names and the first row decide. A name that cannot stand without quotes says nothing of the writer.
struct CSVQuotes {
  /// Whether the names would all be quoted by a writer that quotes everything.
  private var areNamesQuoted = true
  /// Nil until the first row.
  private var isEverythingQuoted: Bool?

  /// Whether a quoted cell is text whatever it holds.
  var areText: Bool { isEverythingQuoted == false }

  mutating func look(atNames names: [UInt8], _ delimiter: UInt8) {
    let cells = Self.cells(names, delimiter)
    areNamesQuoted =
      cells.allSatisfy(\.isQuoted) && cells.contains { !DecimalNumber.isNumber($0.cell) && !CSVWriter.mustQuote($0.cell) }
  }

  mutating func look(atRow row: some Sequence<UInt8>, _ delimiter: UInt8) {
    guard isEverythingQuoted == nil else { return }
    isEverythingQuoted = areNamesQuoted && Self.cells(Array(row), delimiter).allSatisfy(\.isQuoted)
  }

  /// A record's cells, without their quotes.
  private static func cells(_ record: [UInt8], _ delimiter: UInt8) -> [(cell: [UInt8], isQuoted: Bool)] {
    let quote = UInt8(ascii: "\"")
    var cells: [(cell: [UInt8], isQuoted: Bool)] = []
    var start = 0, isInside = false
    for i in 0...record.count {
      if i < record.count, record[i] == quote { isInside.toggle() }
      guard i == record.count || record[i] == delimiter && !isInside else { continue }
      let cell = record[start..<i], isQuoted = cell.first == quote
      cells.append((Array(isQuoted ? cell.dropFirst().dropLast() : cell), isQuoted))
      start = i + 1
    }
    return cells
  }
}
