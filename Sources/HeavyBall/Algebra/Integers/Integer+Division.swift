extension Integer {
  /// The quotient rounded toward 0 and the remainder, which has the dividend's sign.
  ///
  /// - Precondition: the divisor is not 0.
  func quotientAndRemainder(dividingBy divisor: Integer) -> (quotient: Integer, remainder: Integer) {
    precondition(divisor.value != 0, "a division by zero")
    if words.isEmpty && divisor.words.isEmpty {
      let (quotient, isTooLarge) = value.dividedReportingOverflow(by: divisor.value)
      if !isTooLarge { return (Integer(quotient), Integer(value % divisor.value)) }
    }
    let isQuotientNegative = isNegative != divisor.isNegative
    if divisor.words.count < 2 {
      var quotient = withWords { Array($0) }
      let word = divisor.words.first ?? divisor.value.magnitude
      let rest = quotient.withUnsafeMutableBufferPointer { $0.divide(by: word) }
      return (
        Integer(isNegative: isQuotientNegative, magnitude: quotient), Integer(isNegative: isNegative, magnitude: [rest])
      )
    }
    guard words.count >= divisor.words.count else { return (.zero, self) }
    let shift = divisor.words.count * UInt.bitWidth - divisor.bitWidth
    var rest = (self << shift).words
    rest.append(0)
    let shifted = (divisor << shift).words
    var quotient = Array(repeating: UInt(0), count: rest.count - shifted.count)
    rest.withUnsafeMutableBufferPointer { rest in
      shifted.withUnsafeBufferPointer { divisor in
        quotient.withUnsafeMutableBufferPointer { rest.divide(by: divisor, quotient: $0) }
      }
    }
    let remainder = Integer(isNegative: false, magnitude: rest).bits(shift..<rest.count * UInt.bitWidth)
    return (Integer(isNegative: isQuotientNegative, magnitude: quotient), isNegative ? 0 - remainder : remainder)
  }

  /// The quotient rounded toward 0.
  static func / (a: Integer, b: Integer) -> Integer { a.quotientAndRemainder(dividingBy: b).quotient }

  /// The largest integer that divides both, at least 0, and 0 for 0 and 0.
  ///
  /// Euclid's algorithm, some thirty bits at a time by Lehmer's: as long as a quotient can be told from the leading bits
  /// alone, its step is made on them (Knuth, The Art of Computer Programming 2, 4.5.2, algorithm L).
  func greatestCommonDivisor(with other: Integer) -> Integer {
    var (a, b) = (magnitude, other.magnitude)
    if a < b { swap(&a, &b) }
    while !b.words.isEmpty {
      let places = a.bitWidth - 60..<a.bitWidth
      var (x, y) = (a.bits(places).value, b.bits(places).value)
      // a and b after the steps: these many of the first and the second.
      var (next, later) = ((a: 1, b: 0), (a: 0, b: 1))
      while y + later.a != 0 && y + later.b != 0 {
        let quotient = (x + next.a) / (y + later.a)
        if quotient != (x + next.b) / (y + later.b) { break }
        (x, y) = (y, x - quotient * y)
        (next, later) = (later, (next.a - quotient * later.a, next.b - quotient * later.b))
      }
      if next.b == 0 {
        (a, b) = (b, a.quotientAndRemainder(dividingBy: b).remainder)
      } else {
        (a, b) = (a * Integer(next.a) + b * Integer(next.b), a * Integer(later.a) + b * Integer(later.b))
      }
    }
    while b.value != 0 { (a, b) = (b, a.quotientAndRemainder(dividingBy: b).remainder) }
    return a
  }
}
