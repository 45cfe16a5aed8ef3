extension Integer: CustomStringConvertible {
  /// Decimal digits, `-` before those of a number below 0.
  var description: String {
    if words.isEmpty { return "\(value)" }
    var (rest, parts) = (words, [String]())
    while !rest.isEmpty {
      let part = rest.withUnsafeMutableBufferPointer { $0.divide(by: 10_000_000_000_000_000_000) }
      while rest.last == 0 { rest.removeLast() }
      let digits = "\(part)"
      parts.append(rest.isEmpty ? digits : String(repeating: "0", count: 19 - digits.utf8.count) + digits)
    }
    return (isNegative ? "-" : "") + parts.reversed().joined()
  }

  /// Reads decimal digits, one at least, with `-` or `+` before them; nil for anything else.
  init?(_ text: some StringProtocol) {
    var digits = text.utf8[...]
    let sign = digits.first
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits.removeFirst() }
    guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    var magnitude = Integer.zero
    while !digits.isEmpty {
      let chunk = digits.prefix(18)
      var next = Integer(chunk.reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) })
      next.add(magnitude, times: Integer(10).power(chunk.count))
      magnitude = next
      digits = digits.dropFirst(chunk.count)
    }
    self = sign == UInt8(ascii: "-") ? 0 - magnitude : magnitude
  }
}
