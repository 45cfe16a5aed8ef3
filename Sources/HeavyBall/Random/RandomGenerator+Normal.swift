internal import PolyakPlatform

extension RandomGenerator {
  /// A number of the normal distribution of mean 0 and variance 1, by the ziggurat (Marsaglia, Tsang 2000).
  ///
  /// - Complexity: a word of 64 bits in 98.5 % of all cases, never more than a few.
  @inline(__always)
  public mutating func normal() -> Double {
    while true {
      // Bits, from the low end: 8 level, 1 sign, 52 position, 3 unused.
      let word = bits.next()
      let level = Int(word & 0xff)
      let position = word >> 9 & 0x000f_ffff_ffff_ffff
      let distance = Double(Int64(position)) * Ziggurat.widths[level]
      let x = word & 0x100 == 0 ? distance : -distance
      if position < Ziggurat.thresholds[level] { return x }
      if let x = atEdge(level, position, x) { return x }
    }
  }

  /// The number where the position is not surely inside the curve, or nil where it is outside.
  ///
  /// The operations stand in NumPy's order: their rounding decides.
  @inline(never)
  private mutating func atEdge(_ level: Int, _ position: UInt64, _ x: Double) -> Double? {
    if level == 0 {
      // The tail beyond r, by Marsaglia's method (1964); its sign is another bit than the levels'.
      while true {
        let a = -Ziggurat.inverseTail * log1p(-uniform())
        let b = -log1p(-uniform())
        if b + b > a * a { return position & 0x100 == 0 ? Ziggurat.tail + a : -(Ziggurat.tail + a) }
      }
    }
    let (lower, upper) = (Ziggurat.heights[level], Ziggurat.heights[level - 1])
    return (upper - lower) * uniform() + lower < exp(-0.5 * x * x) ? x : nil
  }
}
