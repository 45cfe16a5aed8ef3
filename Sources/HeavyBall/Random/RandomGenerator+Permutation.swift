extension RandomGenerator {
  /// The numbers 0 to n - 1 in random order, as NumPy's `permutation(n)` gives them.
  public mutating func permutation(of n: Int) -> [Int] {
    var numbers = Array(0..<n)
    shuffle(&numbers) {}
    return numbers
  }

  /// Puts the numbers in random order, as NumPy's `shuffle` does: from the last to the second each changes places with
  /// one that is not behind it (Fisher, Yates).
  ///
  /// Where `poll`, called now and then, throws, the numbers are in disorder and the generator is as it was.
  public mutating func shuffle<Failure>(
    _ numbers: inout [Int], poll: () throws(Failure) -> Void
  ) throws(Failure) {
    var generator = self
    var span = numbers.mutableSpan
    for i in stride(from: span.count - 1, to: 0, by: -1) {
      if i % Self.pollInterval == 0 { try poll() }
      let j = generator.index(upTo: i)
      (span[i], span[j]) = (span[j], span[i])
    }
    self = generator
  }

  /// An integer from 0 to `last`, by masks: as many bits as `last` has, again where they are more than it.
  ///
  /// Not ``integer(in:)``, which draws other numbers: NumPy's shuffle has kept its older method.
  @inline(__always)
  private mutating func index(upTo last: Int) -> Int {
    let mask = UInt64.max >> UInt64(last.leadingZeroBitCount)
    while true {
      let word = last <= 0xffff_ffff ? UInt64(bits.nextHalf()) : bits.next()
      if word & mask <= UInt64(last) { return Int(word & mask) }
    }
  }
}
