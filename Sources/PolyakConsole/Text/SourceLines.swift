private let newline = UInt8(ascii: "\n")

extension [UInt8] {
  /// The bytes of a line, counted from 1, without its end; empty behind the last.
  func range(ofLine number: Int) -> Range<Int> {
    var start = startIndex
    for _ in 1..<Swift.max(1, number) {
      guard let end = self[start...].firstIndex(of: newline) else { return endIndex..<endIndex }
      start = end + 1
    }
    return start..<(self[start...].firstIndex(of: newline) ?? endIndex)
  }

  /// The number of the line in which a byte stands.
  func line(at offset: Int) -> Int { self[..<offset].count { $0 == newline } + 1 }
}
