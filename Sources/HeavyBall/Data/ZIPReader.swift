/// Reads the entries of a ZIP archive from its beginning on, those that are stored as they are.
///
///     var archive = try ZIPReader(InputFile(path))
///     while let name = try archive.next() { … archive.file … }
struct ZIPReader {
  let file: InputFile
  private let supervision: Supervision
  /// The entry that reading is in.
  private var entry: (name: String, checksum: UInt32, end: Int)?

  init(_ file: InputFile, _ supervision: Supervision = Supervision()) { (self.file, self.supervision) = (file, supervision) }

  /// Goes to the next entry, whose bytes the file then gives, and answers its name; nil behind the last.
  ///
  /// - Throws: ``FileFailure`` where the file is no such archive, an entry is packed, or what was read of the one before is
  ///   not what was written; what `supervision` throws.
  mutating func next() throws -> String? {
    let isFirst = entry == nil
    try endEntry()
    var start = Fields(try file.bytes(4, supervision))
    let signature = start.next(UInt32.self)
    if signature == ZIPFormat.directoryEntry || signature == ZIPFormat.end { return nil }
    guard signature == ZIPFormat.entry else {
      throw file.failure(isFirst ? "it is no archive of arrays, as numpy.savez writes" : "it is damaged, or was cut short")
    }
    var header = Fields(try file.bytes(26, supervision))
    _ = header.next(UInt16.self)
    let (flags, method) = (header.next(UInt16.self), header.next(UInt16.self))
    _ = header.next(UInt32.self)
    let checksum = header.next(UInt32.self)
    let packed = header.next(UInt32.self), unpacked = header.next(UInt32.self)
    let nameLength = Int(header.next(UInt16.self)), extraLength = Int(header.next(UInt16.self))
    let name = String(decoding: try file.bytes(nameLength, supervision), as: UTF8.self)
    let extra = try file.bytes(extraLength, supervision)
    guard flags & ZIPFormat.isEncrypted == 0 else { throw file.failure("its entry '\(name)' is encrypted") }
    guard method == ZIPFormat.stored else {
      throw file.failure("its entry '\(name)' is compressed; numpy.savez writes archives that are not")
    }
    guard flags & ZIPFormat.hasSizesBehind == 0 else {
      throw file.failure("its entry '\(name)' does not say how long it is; numpy.savez writes archives that do")
    }
    let size = unpacked == .max ? Self.size(in: extra) : Int(unpacked)
    guard let size, packed == unpacked, size >= 0, size <= file.size ?? .max else {
      throw file.failure("its entry '\(name)' is damaged")
    }
    entry = (name, checksum, file.position + size)
    file.checksum = CRC32()
    return name
  }

  /// Reads what is left of an entry, and compares.
  private mutating func endEntry() throws {
    guard let (name, checksum, end) = entry else { return }
    while file.position < end { _ = try file.bytes(min(end - file.position, Supervision.chunk), supervision) }
    guard file.position == end, file.checksum?.value == checksum else {
      throw file.failure("its entry '\(name)' is damaged: its bytes are not those that were written")
    }
    (entry, file.checksum) = (nil, nil)
  }

  /// The size in the extra field of sizes beyond 32 bits.
  private static func size(in extra: [UInt8]) -> Int? {
    var fields = Fields(extra)
    while fields.count >= 4 {
      let (kind, length) = (fields.next(UInt16.self), Int(fields.next(UInt16.self)))
      if kind == ZIPFormat.sizesOf64Bits, length >= 8, fields.count >= 8 { return Int(exactly: fields.next(UInt64.self)) }
      fields.skip(length)
    }
    return nil
  }
}

/// Whole numbers from bytes, each with its low byte first.
private struct Fields {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  var count: Int { bytes.count }

  /// - Precondition: there are enough bytes.
  mutating func next<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
    let length = MemoryLayout<Number>.size
    defer { bytes = bytes.dropFirst(length) }
    return bytes.prefix(length).reversed().reduce(0) { $0 << 8 | Number($1) }
  }

  mutating func skip(_ count: Int) { bytes = bytes.dropFirst(count) }
}
