extension Integer {
  /// The double nearest to (a + ε) 2^exponent, of two the even one: rounded once, subnormal ones too, infinite beyond the
  /// range.
  ///
  /// - Parameter hasMore: Whether there is an ε, 0 < ε < 1 in magnitude. The integer has 55 bits or more then.
  func rounded(exponent: Int = 0, hasMore: Bool = false) -> Double {
    // The bits that a double has no place for: all beyond 53, and those below 2^−1074.
    let dropped = max(bitWidth - 53, -1074 - exponent, 0)
    let kept = bits(dropped..<max(bitWidth, dropped)).value
    var significand = kept
    if dropped > 0, bits(dropped - 1..<dropped) != 0 {
      let isAboveHalf = hasMore || bits(0..<dropped - 1) != 0
      if isAboveHalf || kept % 2 == 1 { significand += 1 }
    }
    return Double(sign: isNegative ? .minus : .plus, exponent: exponent + dropped, significand: Double(significand))
  }
}
