internal import PolyakPlatform

/// Where lines end in bytes: at LF, CR LF, or CR alone, as each line has it.
///
/// Both are looked for once from a place on, so that a file that has none of one is not searched again for every line.
struct LineEnds {
  let end: UnsafePointer<UInt8>
  private var newline: UnsafePointer<UInt8>?
  private var carriageReturn: UnsafePointer<UInt8>?

  init(_ end: UnsafePointer<UInt8>) { self.end = end }

  /// The first line end at a place or behind it, and where the next line begins. Places are asked for in their order.
  mutating func first(_ from: UnsafePointer<UInt8>) -> (stop: UnsafePointer<UInt8>, next: UnsafePointer<UInt8>) {
    let lf = Self.find(0x0a, from, end, &newline)
    let cr = Self.find(0x0d, from, end, &carriageReturn)
    if cr < lf { return (cr, cr + 1 == lf && lf < end ? lf + 1 : cr + 1) }
    return (lf, lf < end ? lf + 1 : end)
  }

  private static func find(
    _ byte: Int32, _ from: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ known: inout UnsafePointer<UInt8>?
  ) -> UnsafePointer<UInt8> {
    if let known, known >= from { return known }
    let found = memchr(from, byte, end - from).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) } ?? end
    known = found
    return found
  }
}
