/// Writes columns side by side as comma-separated values that ``CSVReader`` reads back to the bit.
///
/// The file is whole or not there, and what it replaces stays until then. Numbers have as many digits as it takes; texts
/// with a comma, a quote or a line's end are quoted, and those that would be numbers.
public struct CSVWriter {
  /// What stands side by side: a matrix takes as many columns as it has.
  public enum Block: Sendable {
    case vector(Vector)
    case integers([Int])
    case texts([[UInt8]])
    case matrix(Matrix)
    case floats(FloatMatrix)

    public var rows: Int {
      switch self {
      case .vector(let v): v.count
      case .integers(let list): list.count
      case .texts(let list): list.count
      case .matrix(let a): a.rows
      case .floats(let a): a.rows
      }
    }

    public var columns: Int {
      switch self {
      case .matrix(let a): a.columns
      case .floats(let a): a.columns
      default: 1
      }
    }
  }

  public let blocks: [Block]
  /// One for each column; empty: no line of names.
  public let names: [ColumnName]

  /// - Precondition: The blocks have as many rows, and there are no names or one for each column.
  public init(_ blocks: [Block], names: [ColumnName] = []) {
    precondition(Set(blocks.map(\.rows)).count == 1, "blocks of different lengths")
    precondition(names.isEmpty || names.count == blocks.reduce(0) { $0 + $1.columns }, "not a name for each column")
    self.blocks = blocks
    self.names = names
  }

  /// - Throws: ``FileFailure`` where it cannot be written; what `supervision` throws.
  public func write(to path: String, _ supervision: Supervision = Supervision()) throws {
    try write(to: FileName(path), supervision)
  }

  public func write(to path: FileName, _ supervision: Supervision = Supervision()) throws {
    let file = try AtomicFile(path, supervision)
    var line: [UInt8] = []
    if !names.isEmpty {
      for name in names { append(quoted(name.bytes), to: &line) }
      line[line.count - 1] = UInt8(ascii: "\n")
    }
    for row in 0..<blocks[0].rows {
      for block in blocks { append(block, row, to: &line) }
      line[line.count - 1] = UInt8(ascii: "\n")
      if line.count >= Supervision.chunk / 16 {
        try file.write(line)
        line.removeAll(keepingCapacity: true)
      }
    }
    try file.write(line)
    try file.commit()
  }

  private func append(_ block: Block, _ row: Int, to line: inout [UInt8]) {
    switch block {
    case .vector(let v): append("\(v[row])".utf8, to: &line)
    case .integers(let list): append("\(list[row])".utf8, to: &line)
    case .texts(let list): append(quoted(list[row]), to: &line)
    case .matrix(let a): for j in 0..<a.columns { append("\(a[row, j])".utf8, to: &line) }
    // As doubles, so that who reads doubles gets the same numbers too.
    case .floats(let a): for j in 0..<a.columns { append("\(Double(a[row, j]))".utf8, to: &line) }
    }
  }

  private func append(_ cell: some Sequence<UInt8>, to line: inout [UInt8]) {
    line.append(contentsOf: cell)
    line.append(UInt8(ascii: ","))
  }

  private func quoted(_ cell: [UInt8]) -> [UInt8] {
    guard Self.mustQuote(cell) || DecimalNumber.isNumber(cell) else { return cell }
    return [0x22] + cell.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
  }

  /// Whether a text cannot stand as it is. Not an empty one or blanks, which by themselves in a line would be no line and
  /// else an unknown number; nor one that begins with what is left out of a file's beginning.
  static func mustQuote(_ cell: [UInt8]) -> Bool {
    cell.allSatisfy { $0 == 0x20 || $0 == 0x09 } || cell.contains { Array(",\"\r\n".utf8).contains($0) }
      || cell.starts(with: [0xef, 0xbb, 0xbf])
  }
}
