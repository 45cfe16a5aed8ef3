internal import PolyakPlatform

extension CSVParser {
  /// Reads a cell into its column; answers where it ends, at a delimiter or the record's end.
  mutating func readCell(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ column: Int
  ) throws(FileFailure) -> UnsafePointer<UInt8> {
    if case .number = columns[column].kind, let (value, length) = DecimalNumber.read(start, end: end, as: Number.self) {
      let stop = start + length
      if stop == end || stop.pointee == options.delimiter {
        table.numbers.append(value)
        return stop
      }
    }
    let isQuoted = start < end && start.pointee == UInt8(ascii: "\"")
    let (cell, stop) = try cell(start, end, column)
    switch columns[column].kind {
    case .text(let i): table.texts[i].append(cell)
    case .number:
      guard let value = number(cell) else {
        throw file.failure(
          "line \(line), column \(column + 1) ('\(columns[column].name)'): '\(text(cell))' is not a number, as those "
            + "above it are")
      }
      table.numbers.append(value)
    case .undecided:
      if let value = number(cell) {
        table.numbers.append(value)
        if !isMissing(cell), !isQuoted || !quotes.areText {
          columns[column].kind = .number
          undecidedCells[column] = nil
        } else {
          undecidedCells[column, default: (.init(name: columns[column].name), false)].cells.append(cell)
          if isQuoted { undecidedCells[column]?.areQuoted = true }
        }
      } else {
        becomeText(column)
        table.texts[table.texts.count - 1].append(cell)
      }
    }
    return stop
  }

  /// A cell without its quotes, valid until the next is asked for.
  mutating func cell(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ column: Int
  ) throws(FileFailure) -> (UnsafeBufferPointer<UInt8>, UnsafePointer<UInt8>) {
    guard start < end, start.pointee == UInt8(ascii: "\"") else {
      let stop =
        memchr(start, Int32(options.delimiter), end - start)
        .map { UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self) } ?? end
      return (UnsafeBufferPointer(start: start, count: stop - start), stop)
    }
    scratch.removeAll(keepingCapacity: true)
    var p = start + 1
    while p < end {
      if p.pointee == UInt8(ascii: "\"") {
        p += 1
        if p == end || p.pointee != UInt8(ascii: "\"") { break }
      }
      scratch.append(p.pointee)
      p += 1
    }
    if p < end, p.pointee != options.delimiter {
      throw file.failure(
        "line \(line), column \(column + 1): text behind a quoted cell; a quote within one is written twice")
    }
    scratch.append(0)
    // Unsafe: valid while `scratch` is as it is, which is until the next cell.
    let cell = scratch.withUnsafeBufferPointer { UnsafeBufferPointer(start: $0.baseAddress, count: scratch.count - 1) }
    return (cell, p)
  }

  mutating func cells(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) throws(FileFailure) -> [[UInt8]] {
    var (p, cells) = (start, [[UInt8]]())
    while true {
      let (cell, stop) = try cell(p, end, cells.count)
      cells.append(Array(cell))
      if stop == end { return cells }
      p = stop + 1
    }
  }

  /// A cell's number, NaN where it is empty or says that it is missing; nil where it is text.
  func number(_ cell: UnsafeBufferPointer<UInt8>) -> Number? {
    if isMissing(cell) { return .nan }
    let cell = trimmed(cell)
    guard let start = cell.baseAddress else { return nil }
    if let (value, length) = DecimalNumber.read(start, end: start + cell.count, as: Number.self), length == cell.count {
      return value
    }
    return DecimalNumber.special(cell).map { Number($0) }
  }

  func isMissing(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    let cell = trimmed(cell)
    return cell.isEmpty || (!missing.isEmpty && cell.elementsEqual(missing))
  }

  func trimmed(_ cell: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    guard let first = cell.firstIndex(where: { !isSpace($0) }), let last = cell.lastIndex(where: { !isSpace($0) })
    else {
      return UnsafeBufferPointer(rebasing: cell[..<0])
    }
    return UnsafeBufferPointer(rebasing: cell[first...last])
  }

  func text(_ cell: UnsafeBufferPointer<UInt8>) -> String {
    let text = String(decoding: cell.prefix(60), as: UTF8.self)
    return cell.count > 60 ? text + "..." : text
  }
}
