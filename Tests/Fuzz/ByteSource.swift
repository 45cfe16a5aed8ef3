/// Choices made by bytes, so that a change of one byte changes one choice. At the end of the bytes every choice is the first.
struct ByteSource {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  var isEmpty: Bool { bytes.isEmpty }

  mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

  /// 0 to n − 1.
  mutating func below(_ n: Int) -> Int {
    n > 256 ? (Int(byte()) << 8 | Int(byte())) % n : Int(byte()) % max(n, 1)
  }

  /// In one of `n` cases, and never at the end of the bytes.
  mutating func once(in n: Int) -> Bool { !isEmpty && below(n) == n - 1 }

  mutating func element<T>(of list: [T]) -> T { list[below(list.count)] }

  mutating func bits() -> UInt64 { (0..<8).reduce(0) { bits, _ in bits << 8 | UInt64(byte()) } }

  /// Everyday numbers of two digits, in places that are nowhere special.
  mutating func everyday() -> Double { (Double(below(256)) - 127.3) / 51 }

  /// What is left.
  mutating func rest() -> [UInt8] {
    defer { bytes = [] }
    return Array(bytes)
  }
}

extension ByteSource: RandomNumberGenerator {
  mutating func next() -> UInt64 { bits() }
}
