/// Writes a ZIP archive whose entries are stored as they are, one after another; sizes have 64 bits (APPNOTE 6.3, 4.5.3), as
/// in NumPy's archives.
///
///     var archive = ZIPWriter(try AtomicFile("run.npz"))
///     try archive.add("t.npy", NPYHeader.bytes(Double.self, shape: [3]), numbers: [0, 0.5, 1])
///     try archive.end()
struct ZIPWriter {
  private let file: AtomicFile
  private let supervision: Supervision
  private var position = 0
  private var entries: [Entry] = []

  private struct Entry {
    let name: [UInt8]
    let checksum: UInt32
    let size: Int
    let offset: Int
  }

  init(_ file: AtomicFile, _ supervision: Supervision = Supervision()) { (self.file, self.supervision) = (file, supervision) }

  /// Adds an entry: a beginning, and the bytes of numbers behind it.
  ///
  /// - Precondition: the name has fewer than 65,536 bytes.
  mutating func add<Number: BitwiseCopyable>(_ name: String, _ start: [UInt8], numbers: [Number]) throws {
    var checksum = CRC32()
    start.withUnsafeBytes { checksum.add($0) }
    let length = try numbers.withUnsafeBytes { bytes in
      for first in stride(from: 0, to: bytes.count, by: Supervision.chunk) {
        try supervision.poll()
        checksum.add(UnsafeRawBufferPointer(rebasing: bytes[first..<min(first + Supervision.chunk, bytes.count)]))
      }
      return bytes.count
    }
    let entry = Entry(
      name: Array(name.utf8), checksum: checksum.value, size: start.count + length, offset: position)
    precondition(entry.name.count < 1 << 16, "a short name")
    let header = Self.header(of: entry, ZIPFormat.entry, versions: [45], offset: nil)
    try file.write(header + start)
    try file.write(numbers: numbers)
    position += header.count + entry.size
    entries.append(entry)
  }

  /// Writes the directory behind the entries, without which it is no archive.
  func end() throws {
    var directory: [UInt8] = []
    for entry in entries {
      directory += Self.header(of: entry, ZIPFormat.directoryEntry, versions: [45, 45], offset: entry.offset)
    }
    let (count, size) = (UInt64(entries.count), UInt64(directory.count))
    // Its end in the form with 64 bits, where that is, and the form that points to it by numbers too large for 16 and 32.
    directory.append(ZIPFormat.end64, UInt64(44), UInt16(45), UInt16(45), UInt32(0), UInt32(0), count, count)
    directory.append(size, UInt64(position))
    directory.append(ZIPFormat.end64Locator, UInt32(0), UInt64(position) + size, UInt32(1))
    directory.append(ZIPFormat.end, UInt16(0), UInt16(0), UInt16.max, UInt16.max, UInt32.max, UInt32.max, UInt16(0))
    try file.write(directory)
  }

  /// What stands before an entry's bytes, or for it in the directory.
  private static func header(of entry: Entry, _ signature: UInt32, versions: [UInt16], offset: Int?) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(signature)
    for version in versions { bytes.append(version) }
    // Names are UTF-8; stored; midnight of 1 January 1980, so that equal contents are equal files.
    bytes.append(ZIPFormat.hasUnicodeName, ZIPFormat.stored, UInt16(0), UInt16(0x21), entry.checksum, UInt32.max, UInt32.max)
    bytes.append(UInt16(entry.name.count), UInt16(offset == nil ? 20 : 28))
    if offset != nil { bytes.append(UInt16(0), UInt16(0), UInt16(0), UInt32(0), UInt32.max) }
    bytes += entry.name
    bytes.append(ZIPFormat.sizesOf64Bits, UInt16(offset == nil ? 16 : 24), UInt64(entry.size), UInt64(entry.size))
    if let offset { bytes.append(UInt64(offset)) }
    return bytes
  }
}

/// Numbers of ZIP's format.
enum ZIPFormat {
  static let entry: UInt32 = 0x0403_4b50
  static let directoryEntry: UInt32 = 0x0201_4b50
  static let end64: UInt32 = 0x0606_4b50
  static let end64Locator: UInt32 = 0x0706_4b50
  static let end: UInt32 = 0x0605_4b50
  /// Flags of entries.
  static let hasUnicodeName: UInt16 = 1 << 11, hasSizesBehind: UInt16 = 1 << 3, isEncrypted: UInt16 = 1
  /// How entries are packed: not at all.
  static let stored: UInt16 = 0
  /// The extra field of sizes beyond 32 bits.
  static let sizesOf64Bits: UInt16 = 1
}

extension [UInt8] {
  /// Appends whole numbers, each with its low byte first.
  fileprivate mutating func append(_ numbers: any FixedWidthInteger...) {
    for number in numbers {
      func append(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { self += $0 }
      }
      append(number)
    }
  }
}
