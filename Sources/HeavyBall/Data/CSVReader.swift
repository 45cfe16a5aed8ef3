internal import PolyakPlatform

/// Reads a file of comma-separated values (RFC 4180, with any delimiter, and lines that end in LF, CR LF or CR).
///
///     let table = try CSVReader<Double>(path: "a.csv").read()
///     table.names, table.numbers        // its columns of numbers, row after row
///
/// A column is one of numbers or one of text as its first cell that is not empty says. Behind a number, text is an
/// error that names the line; behind text, all is text. A cell between quotes is text whatever it holds, as are empty ones
/// in a column of such cells; but where all names and the whole first row stand between quotes, they say nothing (see
/// `CSVQuotes`), and in a column that has numbers without quotes too, nothing either. An empty cell among numbers is NaN.
/// Empty lines are left out. Numbers are read to the last bit, names and texts byte by byte.
public struct CSVReader<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable> {
  public let path: FileName
  public var options: CSVOptions
  public var supervision: Supervision

  /// - Parameter supervision: Whom to ask for memory and whether to go on.
  public init(path: String, options: CSVOptions = CSVOptions(), supervision: Supervision = Supervision()) {
    self.init(path: FileName(path), options: options, supervision: supervision)
  }

  /// The same, for a name that need not be text.
  public init(path: FileName, options: CSVOptions = CSVOptions(), supervision: Supervision = Supervision()) {
    self.path = path
    self.options = options
    self.supervision = supervision
  }

  /// The file's table.
  ///
  /// - Throws: ``FileFailure`` with line and column where the file is not such a table; what `supervision` throws.
  /// - Complexity: O(bytes). Memory: the table's, some hundredths more, and a megabyte.
  // Callers in other modules do not see the body: without these it stays generic, eight times slower.
  @specialized(where Number == Double)
  @specialized(where Number == Float)
  public func read() throws -> CSVTable<Number> {
    let file = try InputFile(path)
    var parser = CSVParser<Number>(file, options)
    // One byte more than is read, for the NUL that ends the last number.
    var buffer = [UInt8](repeating: 0, count: Supervision.chunk + 1)
    var (filled, read) = (0, 0)
    var isAtEnd = false
    while !isAtEnd {
      let space = buffer.count - 1 - filled
      let got = try buffer.withUnsafeMutableBytes { bytes in
        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled..<filled + space]), supervision)
      }
      isAtEnd = got < space
      filled += got
      read += got
      buffer[filled] = 0
      let used = try buffer.withUnsafeBufferPointer { bytes in
        try parser.parse(UnsafeBufferPointer(rebasing: bytes[..<filled]), isAtEnd: isAtEnd, supervision)
      }
      // What is left is the beginning of a line: it goes to the front, and the buffer grows where that is all.
      buffer.withUnsafeMutableBytes { bytes in
        if let base = bytes.baseAddress { memmove(base, base + used, filled - used) }
      }
      filled -= used
      if used == 0, !isAtEnd {
        try supervision.reserve(3 * buffer.count)
        buffer.append(contentsOf: repeatElement(0, count: buffer.count))
      }
      if let size = file.size {
        try parser.reserve(fraction: Double(read - filled) / Double(max(size, 1)), supervision)
      }
    }
    return try parser.finished()
  }
}
