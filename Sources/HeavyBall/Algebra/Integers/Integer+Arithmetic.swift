extension Integer: AdditiveArithmetic {
  static var zero: Integer { Integer(0) }

  static func + (a: Integer, b: Integer) -> Integer {
    var sum = a
    sum += b
    return sum
  }

  static func - (a: Integer, b: Integer) -> Integer {
    var difference = a
    difference -= b
    return difference
  }

  static func += (a: inout Integer, b: Integer) { a.add(b, times: 1) }
  static func -= (a: inout Integer, b: Integer) { a.add(b, times: -1) }
}

extension Integer {
  static func * (a: Integer, b: Integer) -> Integer {
    var product = zero
    product.add(a, times: b)
    return product
  }

  /// Adds a·b. It takes no memory but what the sum itself needs.
  mutating func add(_ a: Integer, times b: Integer) {
    if words.isEmpty && a.words.isEmpty && b.words.isEmpty {
      let (product, isTooLarge) = a.value.multipliedReportingOverflow(by: b.value)
      let (sum, isOutOfRange) = value.addingReportingOverflow(product)
      if !isTooLarge && !isOutOfRange {
        value = sum
        return
      }
    }
    if a.value == 0 || b.value == 0 { return }
    let isProductNegative = a.isNegative != b.isNegative
    if value == 0 { value = isProductNegative ? -1 : 1 } else { lengthen() }
    let isDifference = isNegative != isProductNegative
    a.withWords { a in
      b.withWords { b in
        // A word more than the sum can have: it shows the sign of a difference.
        let count = max(words.count, a.count + b.count) + 1
        words.append(contentsOf: repeatElement(0, count: count - words.count))
        let (long, short) = a.count < b.count ? (b, a) : (a, b)
        words.withUnsafeMutableBufferPointer { sum in
          for (place, factor) in short.enumerated() {
            if isDifference { sum.subtract(long, times: factor, at: place) } else { sum.add(long, times: factor, at: place) }
          }
          if isDifference, sum[count - 1] != 0 {
            sum.negate()
            value = -value
          }
        }
      }
    }
    shorten()
  }

  /// The n-th power, by squares.
  func power(_ n: Int) -> Integer {
    precondition(n >= 0, "a power of an integer")
    var (result, square, rest) = (Integer(1), self, n)
    while rest > 0 {
      if rest % 2 == 1 { result = result * square }
      rest /= 2
      if rest > 0 { square = square * square }
    }
    return result
  }

  /// a · 2^n, n at least 0.
  static func << (a: Integer, n: Int) -> Integer {
    var factor = Array(repeating: UInt(0), count: n / UInt.bitWidth + 1)
    factor[n / UInt.bitWidth] = 1 << UInt(n % UInt.bitWidth)
    return a * Integer(isNegative: false, magnitude: factor)
  }

  /// ⌊|a| / 2^lower⌋ mod 2^count: the bits of the magnitude in a range of places.
  func bits(_ range: Range<Int>) -> Integer {
    withWords { words in
      let (start, shift) = range.lowerBound.quotientAndRemainder(dividingBy: UInt.bitWidth)
      let count = (min(range.upperBound, words.count * UInt.bitWidth) - range.lowerBound + UInt.bitWidth - 1) / UInt.bitWidth
      var bits = (0..<max(count, 0)).map { i in
        let above = start + i + 1 < words.count ? words[start + i + 1] : 0
        // Swift's shift by a whole word gives 0.
        return words[start + i] >> UInt(shift) | above << UInt(UInt.bitWidth - shift)
      }
      let excess = bits.count * UInt.bitWidth - range.count
      if excess > 0, let highest = bits.indices.last { bits[highest] &= .max >> UInt(excess) }
      return Integer(isNegative: false, magnitude: bits)
    }
  }
}
