/// The cyclic redundancy check of ZIP archives and gzip (ISO 3309, polynomial 0x04C11DB7 reflected): tells whether bytes are
/// those that were written.
struct CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
  }

  private var rest = ~UInt32(0)

  /// That of the bytes so far.
  var value: UInt32 { ~rest }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var rest = rest
    Self.table.withUnsafeBufferPointer { table in
      for byte in bytes { rest = rest >> 8 ^ table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] }
    }
    self.rest = rest
  }
}
