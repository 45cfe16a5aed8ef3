extension RandomGenerator {
  /// An integer of the range, each as likely, as NumPy's `integers(lower, upper, endpoint=True)` draws it: by Lemire's
  /// method (2019), from 32 bits where the range has up to 2³² integers, else from 64.
  ///
  /// A range of one integer draws nothing.
  @inline(__always)
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    // Both ends may be far apart: the difference wraps as the sum does.
    let span = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
    return range.lowerBound &+ Int(truncatingIfNeeded: offset(upTo: span))
  }

  @inline(__always)
  private mutating func offset(upTo last: UInt64) -> UInt64 {
    if last == 0 { return 0 }
    if last < 0xffff_ffff { return UInt64(bounded(below: UInt32(last) + 1) { $0.nextHalf() }) }
    if last == 0xffff_ffff { return UInt64(bits.nextHalf()) }
    if last < .max { return bounded(below: last + 1) { $0.next() } }
    return bits.next()
  }

  /// The high word of count times a random word. Where the low word is less than 2ʷ mod count another is drawn: of the
  /// products that are left, each high word has as many.
  @inline(__always)
  private mutating func bounded<Word: FixedWidthInteger & UnsignedInteger>(
    below count: Word, _ draw: (inout PCG64) -> Word
  ) -> Word where Word.Magnitude == Word {
    var product = count.multipliedFullWidth(by: draw(&bits))
    if product.low < count {
      let excess = (0 &- count) % count
      while product.low < excess { product = count.multipliedFullWidth(by: draw(&bits)) }
    }
    return product.high
  }
}
