internal import CKernels

/// Reads decimal numbers from bytes, each to the nearest double, or to the nearest float.
///
/// Where m·10ᵉ has m ≤ 2⁵³ and |e| ≤ 22, both are doubles, and their product or quotient rounds once (W. D. Clinger,
/// "How to read floating point numbers accurately", PLDI 1990). Others go to the C library, in the C locale whatever
/// that of the program is.
enum DecimalNumber {
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  // Unsafe: a pointer, to what nobody changes; the C library reads it on any thread.
  nonisolated(unsafe) private static let locale = polyak_c_locale()

  /// The number that bytes begin with, and how many of them it takes; nil where they begin with none.
  ///
  ///     "-1.5e3,"  →  (-1500, 6)
  ///
  /// - Precondition: The byte at `end` can be read, and is no digit, point or letter.
  static func read<Number: BinaryFloatingPoint>(
    _ bytes: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, as type: Number.Type = Double.self
  ) -> (value: Number, length: Int)? {
    guard let (value, length) = double(bytes, end: end) else { return nil }
    if Number.self == Float.self, isBetweenFloats(value) {
      let text = UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)
      return (Number(polyak_decimal_single(text, locale)), length)
    }
    return (Number(value), length)
  }

  /// Whether rounding a number to a double may have made it a tie that it was not, so that rounding again would go wrong:
  /// halfway between two floats, or among those with fewer digits.
  private static func isBetweenFloats(_ value: Double) -> Bool {
    value.bitPattern & 0x1fff_ffff == 0x1000_0000 || (value != 0 && value.magnitude < 0x1p-126)
  }

  private static func double(_ bytes: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> (value: Double, length: Int)? {
    var p = bytes
    let isNegative = p < end && p.pointee == UInt8(ascii: "-")
    if isNegative || (p < end && p.pointee == UInt8(ascii: "+")) { p += 1 }
    var mantissa: UInt64 = 0
    let whole = p
    while p < end, p.pointee &- 0x30 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(p.pointee &- 0x30)
      p += 1
    }
    var digits = p - whole
    var exponent = 0
    if p < end, p.pointee == UInt8(ascii: ".") {
      let fraction = p + 1
      p = fraction
      while p < end, p.pointee &- 0x30 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(p.pointee &- 0x30)
        p += 1
      }
      exponent = fraction - p
      digits += p - fraction
    }
    if digits == 0 { return nil }
    if p < end, p.pointee | 0x20 == UInt8(ascii: "e"), let (power, after) = self.exponent(p + 1, end) {
      exponent += power
      p = after
    }
    // 19 digits are below 2⁶⁴; of more, the product above has wrapped.
    if digits <= 19, mantissa <= 1 << 53, (-22...22).contains(exponent) {
      let m = Double(mantissa)
      let value = exponent < 0 ? m / powers[-exponent] : m * powers[exponent]
      return (isNegative ? -value : value, p - bytes)
    }
    return (polyak_decimal(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self), locale), p - bytes)
  }

  /// An exponent's value, of a size that no double has where it is larger, and the place behind it.
  private static func exponent(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> (power: Int, after: UnsafePointer<UInt8>)? {
    var p = start
    let isNegative = p < end && p.pointee == UInt8(ascii: "-")
    if isNegative || (p < end && p.pointee == UInt8(ascii: "+")) { p += 1 }
    let first = p
    var power = 0
    while p < end, p.pointee &- 0x30 < 10 {
      power = min(power * 10 + Int(p.pointee &- 0x30), 1 << 40)
      p += 1
    }
    return p == first ? nil : (isNegative ? -power : power, p)
  }

  /// Whether a cell would be read as a number.
  static func isNumber(_ cell: [UInt8]) -> Bool {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let trimmed = Array(cell.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    return (trimmed + [0]).withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, !trimmed.isEmpty else { return false }
      if let (_, length) = read(start, end: start + trimmed.count, as: Double.self), length == trimmed.count { return true }
      return special(UnsafeBufferPointer(rebasing: bytes[..<trimmed.count])) != nil
    }
  }

  /// `nan`, `inf` and `infinity`, with or without a sign, in any case.
  static func special(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard (3...9).contains(bytes.count) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let isNegative = text.hasPrefix("-")
    switch isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...] {
    case "nan": return isNegative ? -.nan : .nan
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    default: return nil
    }
  }
}
