internal import PolyakPlatform

/// Takes lines apart into a table; see ``CSVReader`` for the rules. Cells are read in `CSVParser+Cells.swift`.
struct CSVParser<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable> {
  enum Kind {
    /// Only empty cells and numbers between quotes so far, kept as numbers and as they stand.
    case undecided
    case number
    case text(Int)
  }

  let file: InputFile
  let options: CSVOptions
  let missing: [UInt8]
  var table = CSVTable<Number>()
  var columns: [(name: ColumnName, kind: Kind)] = []
  var quotes = CSVQuotes()
  /// Of undecided columns, the cells as they stand, and whether some are quoted.
  var undecidedCells: [Int: (cells: CSVTable<Number>.TextColumn, areQuoted: Bool)] = [:]
  /// The line that is being read, from 1; the file's first record has been seen where there are columns.
  var line = 1
  var scratch: [UInt8] = []
  private var hasReserved = false
  /// The first record where it may be names or numbers, until the second says which.
  private var undecided: [UInt8]?

  init(_ file: InputFile, _ options: CSVOptions) {
    self.file = file
    self.options = options
    missing = Array((options.missing ?? "").utf8)
  }

  /// Reads the whole records that bytes begin with; answers how many bytes they take.
  ///
  /// - Precondition: The byte behind the last can be read and is 0.
  mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool, _ supervision: Supervision) throws -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    let end = base + bytes.count
    var start = base
    var ends = LineEnds(end)
    // A byte order mark is no part of the first name.
    if columns.isEmpty, line == 1, bytes.starts(with: [0xef, 0xbb, 0xbf]) { start += 3 }
    while start < end, let (length, next, newlines) = try record(start, &ends, isAtEnd) {
      if length > 0 { try read(start, start + length, supervision) }
      line += newlines
      start = next
    }
    return start - base
  }

  /// How many bytes a record has before the end of its line, where the next begins, and how many lines it takes, those
  /// within quotes too; nil where the record goes on behind the end.
  private func record(
    _ start: UnsafePointer<UInt8>, _ ends: inout LineEnds, _ isAtEnd: Bool
  ) throws(FileFailure) -> (Int, UnsafePointer<UInt8>, Int)? {
    var (from, newlines, isQuoted) = (start, 0, false)
    while true {
      let lineEnd = ends.first(from)
      // A CR at the end of what has been read may be half of an end.
      if !isAtEnd, lineEnd.next == ends.end { return nil }
      while let quote = memchr(from, 0x22, lineEnd.stop - from) {
        isQuoted.toggle()
        from = UnsafeRawPointer(quote).assumingMemoryBound(to: UInt8.self) + 1
      }
      newlines += 1
      if !isQuoted { return (lineEnd.stop - start, lineEnd.next, newlines) }
      if lineEnd.next == ends.end {
        throw file.failure("line \(line): a quoted cell that begins in this line does not end")
      }
      from = lineEnd.next
    }
  }

  private mutating func read(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ supervision: Supervision
  ) throws {
    if columns.isEmpty, try !begin(start, end, supervision) { return }
    if table.rows == 0 { quotes.look(atRow: UnsafeBufferPointer(start: start, count: end - start), options.delimiter) }
    if table.numbers.count + columns.count > table.numbers.capacity {
      try supervision.reserve(2 * (table.numbers.count + columns.count) * MemoryLayout<Number>.stride)
    }
    var (p, column) = (start, 0)
    while true {
      if column == columns.count { throw try ragged(start, end) }
      p = try readCell(p, end, column)
      column += 1
      if p == end { break }
      p += 1
    }
    if column < columns.count { throw try ragged(start, end) }
    table.rows += 1
  }

  private mutating func ragged(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) throws(FileFailure) -> FileFailure {
    let count = try cells(start, end).count
    return file.failure("line \(line) has \(counted(count, "cell")) where \(columns.count) are expected")
  }

  /// Takes the file's first record; answers whether the one at hand is still to be read, being no header.
  ///
  /// Numbers between quotes in the first record are names where the second has such columns without quotes, or numbers below
  /// names beside them, and where there is no second: no writer puts quotes around some of a column's numbers.
  private mutating func begin(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ supervision: Supervision
  ) throws -> Bool {
    if let first = undecided {
      undecided = nil
      let isHeader = try zip(marks(of: first), marks(start, end)).contains {
        $0 == .quotedNumber && $1 != .quotedNumber || $0 == .text && $1 == .number
      }
      try open(first, isHeader)
      if !isHeader {
        try (first + [0]).withUnsafeBufferPointer { bytes in
          if let base = bytes.baseAddress { try read(base, base + first.count, supervision) }
        }
      }
      return true
    }
    let first = Array(UnsafeBufferPointer(start: start, count: end - start))
    if let isHeader = options.hasHeader {
      try open(first, isHeader)
      return !isHeader
    }
    let marks = try marks(start, end)
    if marks.contains(.quotedNumber), !marks.contains(.number) {
      undecided = first
      return false
    }
    let isHeader = !marks.contains(.number)
    try open(first, isHeader)
    return !isHeader
  }

  private enum Mark {
    case number, quotedNumber, text, missing
  }

  /// What a record's cells look like.
  private mutating func marks(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) throws(FileFailure) -> [Mark] {
    var (p, marks) = (start, [Mark]())
    while true {
      let isQuoted = p < end && p.pointee == UInt8(ascii: "\"")
      let (cell, stop) = try cell(p, end, marks.count)
      // The byte behind a cell is a delimiter, a quote's NUL or a line's end, where reading a number stops.
      marks.append(isMissing(cell) ? .missing : number(cell) == nil ? .text : isQuoted ? .quotedNumber : .number)
      if stop == end { return marks }
      p = stop + 1
    }
  }

  private mutating func marks(of record: [UInt8]) throws(FileFailure) -> [Mark] {
    let bytes = record + [0]
    return try bytes.withUnsafeBufferPointer { bytes throws(FileFailure) in
      guard let base = bytes.baseAddress else { return [] }
      return try marks(base, base + record.count)
    }
  }

  /// Decides on the columns.
  private mutating func open(_ record: [UInt8], _ isHeader: Bool) throws(FileFailure) {
    let bytes = record + [0]
    let cells = try bytes.withUnsafeBufferPointer { bytes throws(FileFailure) -> [[UInt8]] in
      guard let base = bytes.baseAddress else { return [] }
      return try self.cells(base, base + record.count)
    }
    columns = cells.enumerated().map { i, cell in
      (isHeader && !cell.isEmpty ? ColumnName(bytes: cell) : ColumnName("\(i + 1)"), .undecided)
    }
    if isHeader { quotes.look(atNames: record, options.delimiter) }
    for text in options.text {
      guard let column = columns.firstIndex(where: { $0.name == text }) ?? Int(text.description).map({ $0 - 1 }),
        columns.indices.contains(column)
      else {
        let names = columns.prefix(20).map { "'\($0.name)'" }.joined(separator: ", ")
        throw file.failure("no column '\(text)'; there are \(names)\(columns.count > 20 ? ", ..." : "")")
      }
      if case .undecided = columns[column].kind { becomeText(column) }
    }
  }

  /// Moves a column that has had empty cells and quoted numbers alone to the texts.
  mutating func becomeText(_ column: Int) {
    func isNumeric(_ column: (name: ColumnName, kind: Kind)) -> Bool {
      if case .text = column.kind { false } else { true }
    }
    let width = columns.filter(isNumeric).count
    let slot = columns[..<column].filter(isNumeric).count
    if table.rows > 0 {
      // The row at hand has numbers up to the column; those above lose one each.
      var place = 0
      for i in 0..<table.numbers.count where i >= table.rows * width || i % width != slot {
        table.numbers[place] = table.numbers[i]
        place += 1
      }
      table.numbers.removeLast(table.numbers.count - place)
    }
    columns[column].kind = .text(table.texts.count)
    let cells = undecidedCells.removeValue(forKey: column)?.cells
    table.texts.append(cells ?? .init(name: columns[column].name, emptyCells: table.rows))
  }

  /// Makes room for the whole file once a part of it has been read: an array that grows takes up to three times its
  /// size.
  mutating func reserve(fraction: Double, _ supervision: Supervision) throws {
    guard !hasReserved, table.rows > 0, fraction < 1 else { return }
    hasReserved = true
    let count = Int(Double(table.numbers.count) / fraction * 1.02) + 16 * columns.count
    try supervision.reserve(count * MemoryLayout<Number>.stride)
    table.numbers.reserveCapacity(count)
  }

  consuming func finished() throws(FileFailure) -> CSVTable<Number> {
    if let first = undecided { try open(first, true) }
    if columns.isEmpty { throw file.failure("the file is empty") }
    if quotes.areText {
      for column in columns.indices where undecidedCells[column]?.areQuoted == true { becomeText(column) }
    }
    for column in columns {
      if case .text = column.kind { continue }
      table.names.append(column.name)
    }
    return table
  }
}
