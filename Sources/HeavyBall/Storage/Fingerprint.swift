/// 64 bits of what a value holds, by which it is told from others at another start of the program or on another machine.
///
///     var fingerprint = Fingerprint()
///     fingerprint.add(vector.elements)
///     fingerprint.text                     // 16 digits
///
/// Eight bytes at a time, so that a matrix costs about what reading it costs. Nothing against somebody who wants to
/// deceive. (Swift's `Hasher` has another seed in each process.)
public struct Fingerprint: Sendable {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  public init() {}

  /// FNV-1a's step on a word; the shift brings what differs in high bits down to where the next product spreads it.
  public mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01b3
    value ^= value >> 32
  }

  public mutating func add(_ numbers: [Double]) {
    add(UInt64(numbers.count))
    for x in numbers { add(x.bitPattern) }
  }

  public mutating func add(_ numbers: [Float]) {
    add(UInt64(numbers.count))
    for x in numbers { add(UInt64(x.bitPattern)) }
  }

  public mutating func add(_ bytes: [UInt8]) {
    add(UInt64(bytes.count))
    var (word, filled): (UInt64, UInt64) = (0, 0)
    for byte in bytes {
      word |= UInt64(byte) << filled
      filled += 8
      if filled == 64 {
        add(word)
        (word, filled) = (0, 0)
      }
    }
    if filled > 0 { add(word) }
  }

  public mutating func add(_ text: String) { add(Array(text.utf8)) }

  /// 16 digits.
  public var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
