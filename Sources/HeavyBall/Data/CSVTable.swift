/// What a file of comma-separated values holds: its columns of numbers side by side, and its columns of text.
public struct CSVTable<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable>: Sendable {
  public internal(set) var rows = 0
  /// Of the columns of numbers, in the file's order.
  public internal(set) var names: [ColumnName] = []
  /// The numbers, row after row.
  public internal(set) var numbers: [Number] = []
  public internal(set) var texts: [TextColumn] = []

  /// A column of text, its cells' bytes one after the other.
  public struct TextColumn: Sendable {
    public let name: ColumnName
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(name: ColumnName, emptyCells: Int = 0) {
      self.name = name
      ends = Array(repeating: 0, count: emptyCells)
    }

    public var count: Int { ends.count }

    public subscript(row: Int) -> ArraySlice<UInt8> { bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]] }

    mutating func append(_ cell: UnsafeBufferPointer<UInt8>) {
      bytes.append(contentsOf: cell)
      ends.append(bytes.count)
    }
  }
}
