/// FNV-1a of 64 bits (G. Fowler, L. C. Noll, K.-P. Vo): tells whether bytes are those that were written. Nothing against
/// somebody who wants to deceive.
public struct Checksum: Sendable {
  var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// That of no bytes.
  public init() {}

  public mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// Of some bytes. Other modules' calls of ``add(_:)`` are not specialized, and take twenty times as long.
  public static func of(_ bytes: [UInt8]) -> Checksum {
    var checksum = Checksum()
    bytes.withUnsafeBufferPointer { checksum.add($0) }
    return checksum
  }

  /// Of a whole file.
  public static func ofFile(_ path: FileName, _ supervision: Supervision = Supervision()) throws -> Checksum {
    let file = try InputFile(path)
    var checksum = Checksum()
    var buffer = [UInt8](repeating: 0, count: Supervision.chunk)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, supervision) }
      buffer.withUnsafeBufferPointer { checksum.add($0[..<count]) }
      if count < buffer.count { return checksum }
    }
  }

  /// 16 digits.
  public var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
