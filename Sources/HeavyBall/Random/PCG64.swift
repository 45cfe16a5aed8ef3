/// PCG XSL RR 128/64 (O'Neill 2014), the bit generator under NumPy's `default_rng`: a linear congruence modulo 2¹²⁸
/// whose state's halves are xored and rotated. Its period is 2¹²⁸.
///
/// Not for cryptography: its output betrays its state.
public struct PCG64: Hashable, Sendable {
  private var state: UInt128
  /// Odd; another one is another sequence.
  private let increment: UInt128
  /// The high half of a word whose low half has been given, for the next who asks for 32 bits.
  private var spare: UInt32?

  private static let multiplier = UInt128(0x2360_ed05_1fc6_5da4) << 64 | 0x4385_df64_9fcc_f645

  public init(_ seed: SeedSequence) {
    let words = seed.words(4)
    let start = UInt128(words[0]) << 64 | UInt128(words[1])
    increment = (UInt128(words[2]) << 64 | UInt128(words[3])) << 1 | 1
    state = (increment &+ start) &* Self.multiplier &+ increment
  }

  /// 64 bits. A spare half stays for whoever asks for 32.
  @inline(__always)
  public mutating func next() -> UInt64 {
    state = state &* Self.multiplier &+ increment
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let turn = UInt64(truncatingIfNeeded: state >> 122)
    return folded &>> turn | folded &<< (0 &- turn)
  }

  /// 32 bits: the low half of a word, the next time its high half.
  @inline(__always)
  public mutating func nextHalf() -> UInt32 {
    if let half = spare {
      spare = nil
      return half
    }
    let word = next()
    spare = UInt32(truncatingIfNeeded: word >> 32)
    return UInt32(truncatingIfNeeded: word)
  }
}
