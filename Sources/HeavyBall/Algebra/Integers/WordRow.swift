// Arithmetic on rows of words, the lowest first, modulo 2^(64 count). On pointers: an array's checks and those of
// exclusive access would double the time of a product.

extension UnsafeMutableBufferPointer<UInt> {
  /// Adds a · factor · 2^(64 place).
  func add(_ a: UnsafeBufferPointer<UInt>, times factor: UInt, at place: Int) {
    var carry: UInt = 0
    for (i, word) in a.enumerated() {
      // At most (2^64 − 1)² + 2(2^64 − 1), which fits.
      let sum = UInt128(word) &* UInt128(factor) &+ UInt128(self[place + i]) &+ UInt128(carry)
      self[place + i] = UInt(truncatingIfNeeded: sum)
      carry = UInt(truncatingIfNeeded: sum >> 64)
    }
    var i = place + a.count
    while carry != 0 && i < count {
      let (sum, isCarried) = self[i].addingReportingOverflow(carry)
      self[i] = sum
      carry = isCarried ? 1 : 0
      i += 1
    }
  }

  /// Subtracts a · factor · 2^(64 place).
  ///
  /// - Returns: Whether that is more than the row had.
  @discardableResult
  func subtract(_ a: UnsafeBufferPointer<UInt>, times factor: UInt, at place: Int) -> Bool {
    var borrow: UInt = 0
    for (i, word) in a.enumerated() {
      let product = UInt128(word) &* UInt128(factor) &+ UInt128(borrow)
      let (difference, isBorrowed) = self[place + i].subtractingReportingOverflow(UInt(truncatingIfNeeded: product))
      self[place + i] = difference
      borrow = UInt(truncatingIfNeeded: product >> 64) &+ (isBorrowed ? 1 : 0)
    }
    var i = place + a.count
    while borrow != 0 && i < count {
      let (difference, isBorrowed) = self[i].subtractingReportingOverflow(borrow)
      self[i] = difference
      borrow = isBorrowed ? 1 : 0
      i += 1
    }
    return borrow != 0
  }

  /// Takes the complement of 2: of a number below zero, its magnitude.
  func negate() {
    var carry: UInt = 1
    for i in indices {
      let (sum, isCarried) = (~self[i]).addingReportingOverflow(carry)
      self[i] = sum
      carry = isCarried ? 1 : 0
    }
  }

  /// Divides by a word that is not 0.
  ///
  /// - Returns: The remainder.
  @discardableResult
  func divide(by divisor: UInt) -> UInt {
    var rest: UInt = 0
    for i in indices.reversed() { (self[i], rest) = divisor.dividingFullWidth((rest, self[i])) }
    return rest
  }

  /// Divides by two words or more, the highest bit set, and keeps the remainder: algorithm D of Knuth's The Art of Computer
  /// Programming, volume 2, 4.3.1.
  ///
  /// The row's highest word is below the divisor's; the quotient's row has as many words as this one has more.
  func divide(by divisor: UnsafeBufferPointer<UInt>, quotient: UnsafeMutableBufferPointer<UInt>) {
    let n = divisor.count
    let (highest, second) = (divisor[n - 1], divisor[n - 2])
    for place in quotient.indices.reversed() {
      let top = self[place + n]
      var (digit, rest, isSmall) = (UInt.max, self[place + n - 1], true)
      if top < highest {
        (digit, rest) = highest.dividingFullWidth((top, rest))
      } else {
        let (sum, isCarried) = rest.addingReportingOverflow(highest)
        (rest, isSmall) = (sum, !isCarried)
      }
      // With the divisor's two highest words and the row's three the digit is at most one too large.
      while isSmall {
        let product = digit.multipliedFullWidth(by: second)
        guard product.high > rest || product.high == rest && product.low > self[place + n - 2] else { break }
        digit -= 1
        let (sum, isCarried) = rest.addingReportingOverflow(highest)
        (rest, isSmall) = (sum, !isCarried)
      }
      if subtract(divisor, times: digit, at: place) {
        digit -= 1
        add(divisor, times: 1, at: place)
      }
      quotient[place] = digit
    }
  }
}
