/// What a process prints, as text while it comes: a letter whose bytes have come in part waits for the others.
struct StreamText {
  private var rest: [UInt8] = []

  /// The text of what has come, up to its last whole letter.
  mutating func add(_ bytes: [UInt8]) -> String {
    rest += bytes
    let whole = rest.count - Self.unfinished(rest)
    defer { rest.removeFirst(whole) }
    return String(decoding: rest[..<whole], as: UTF8.self)
  }

  /// What still waits when nothing more comes.
  mutating func end() -> String {
    defer { rest = [] }
    return String(decoding: rest, as: UTF8.self)
  }

  /// How many bytes at the end begin a letter of UTF-8 that has more.
  private static func unfinished(_ bytes: [UInt8]) -> Int {
    for (i, byte) in bytes.suffix(3).reversed().enumerated() where byte & 0xC0 != 0x80 {
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > i + 1 ? i + 1 : 0
    }
    return 0
  }
}
