/// The commands of a drawing as `stdlib/plot/cairo.lua` packs them: a letter, then numbers of eight bytes each, the lowest
/// byte first; a text or an image is its length and its bytes.
struct DrawingCommands {
  /// What is packed is not what is said here.
  struct Flaw: Error {}

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next command's letter; nil at the end.
  mutating func next() -> UInt8? {
    guard at < bytes.count else { return nil }
    defer { at += 1 }
    return bytes[at]
  }

  mutating func number() throws(Flaw) -> Double {
    guard at + 8 <= bytes.count else { throw Flaw() }
    var pattern: UInt64 = 0
    for i in (0..<8).reversed() { pattern = pattern << 8 | UInt64(bytes[at + i]) }
    at += 8
    return Double(bitPattern: pattern)
  }

  mutating func count() throws(Flaw) -> Int {
    guard let count = Int(exactly: try number()), count >= 0 else { throw Flaw() }
    return count
  }

  mutating func numbers() throws(Flaw) -> [Double] {
    let count = try count()
    guard count <= bytes.count / 8 else { throw Flaw() }
    var list: [Double] = []
    for _ in 0..<count { list.append(try number()) }
    return list
  }

  mutating func data() throws(Flaw) -> ArraySlice<UInt8> {
    let count = try count()
    guard count <= bytes.count - at else { throw Flaw() }
    defer { at += count }
    return bytes[at..<(at + count)]
  }
}
