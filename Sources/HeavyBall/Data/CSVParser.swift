internal import Glibc

/// Takes lines apart into a table; see ``CSVReader`` for the rules. Cells are read in `CSVParser+Cells.swift`.
struct CSVParser<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable> {
  enum Kind {
    /// Only empty cells so far, kept as NaN.
    case undecided
    case number
    case text(Int)
  }

  let file: InputFile
  let options: CSVOptions
  let missing: [UInt8]
  var table = CSVTable<Number>()
  var columns: [(name: String, kind: Kind)] = []
  /// The line that is being read, from 1; the file's first record has been seen where there are columns.
  var line = 1
  var scratch: [UInt8] = []
  private var hasReserved = false

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
    // A byte order mark is no part of the first name.
    if columns.isEmpty, line == 1, bytes.starts(with: [0xef, 0xbb, 0xbf]) { start += 3 }
    while start < end, let (length, newlines) = try record(start, end, isAtEnd) {
      var stop = start + length
      let next = stop < end ? stop + 1 : end
      if stop > start, (stop - 1).pointee == UInt8(ascii: "\r") { stop -= 1 }
      if stop > start { try read(start, stop, supervision) }
      line += newlines
      start = next
    }
    return start - base
  }

  /// The bytes up to a record's newline, and how many newlines it takes, those within quotes too; nil where the record
  /// goes on behind the end.
  private func record(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ isAtEnd: Bool
  ) throws(FileFailure) -> (Int, Int)? {
    var (from, newlines, isQuoted) = (start, 0, false)
    while true {
      let newline = memchr(from, 0x0a, end - from).map { UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self) }
      let stop = newline ?? end
      while let quote = memchr(from, 0x22, stop - from) {
        isQuoted.toggle()
        from = UnsafeRawPointer(quote).assumingMemoryBound(to: UInt8.self) + 1
      }
      newlines += 1
      if newline == nil {
        if !isAtEnd { return nil }
        if isQuoted { throw file.failure("line \(line): a quoted cell that begins in this line does not end") }
        return (stop - start, newlines)
      }
      if !isQuoted { return (stop - start, newlines) }
      from = stop + 1
    }
  }

  private mutating func read(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ supervision: Supervision
  ) throws {
    if columns.isEmpty {
      if try begin(start, end) { return }
    }
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
    return file.failure(
      "line \(line) has \(count) \(count == 1 ? "cell" : "cells") where \(columns.count) are expected")
  }

  /// Takes the file's first record; answers whether it was the header.
  private mutating func begin(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) throws(FileFailure) -> Bool {
    let cells = try cells(start, end)
    let hasNumber = cells.contains { cell in
      (cell + [0]).withUnsafeBufferPointer { bytes in
        let cell = UnsafeBufferPointer(rebasing: bytes[..<cell.count])
        return !isMissing(cell) && number(cell) != nil
      }
    }
    let isHeader = options.hasHeader ?? !hasNumber
    columns = cells.enumerated().map { i, cell in
      (isHeader && !cell.isEmpty ? String(decoding: cell, as: UTF8.self) : "\(i + 1)", .undecided)
    }
    for text in options.text {
      guard let column = columns.firstIndex(where: { $0.name == text }) ?? Int(text).map({ $0 - 1 }),
        columns.indices.contains(column)
      else {
        let names = columns.prefix(20).map { "'\($0.name)'" }.joined(separator: ", ")
        throw file.failure("no column '\(text)'; there are \(names)\(columns.count > 20 ? ", ..." : "")")
      }
      if case .undecided = columns[column].kind { becomeText(column) }
    }
    return isHeader
  }

  /// Moves a column that has had empty cells alone to the texts.
  mutating func becomeText(_ column: Int) {
    func isNumeric(_ column: (name: String, kind: Kind)) -> Bool {
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
    table.texts.append(.init(name: columns[column].name, emptyCells: table.rows))
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
    if columns.isEmpty { throw file.failure("the file is empty") }
    for column in columns {
      if case .text = column.kind { continue }
      table.names.append(column.name)
    }
    return table
  }
}
