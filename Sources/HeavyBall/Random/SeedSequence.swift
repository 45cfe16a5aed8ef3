/// A seed of any size spread over a pool of 128 bits, so that seeds that differ little start generators that differ in
/// every bit: O'Neill's `seed_seq` as NumPy's `SeedSequence` has it.
///
///     SeedSequence(7).words(4)    // of 64 bits, what NumPy's SeedSequence(7).generate_state(4, uint64) gives
///
///     SeedSequence(7, key: [2, 5])     // NumPy's SeedSequence(7, spawn_key=(2, 5)): what .spawn() gives
///
/// - Complexity: making one takes time linear in the seed's words, each word of the state constant time.
public struct SeedSequence: Hashable, Sendable {
  private var pool: [UInt32]

  /// - Precondition: the seed is not negative.
  public init(_ seed: some BinaryInteger, key: [UInt64] = []) {
    precondition(seed >= 0, "a seed is not negative")
    let halves = seed.words.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32(truncatingIfNeeded: UInt64($0) >> 32)] }
    self.init(seedWords: halves, key: key)
  }

  /// The seed Σ wᵢ 2^(32 i).
  ///
  /// - Parameter key: Of those that come of one seed, which: the number of a child, of its child, and so on. Different keys give
  ///   numbers that have nothing to do with each other.
  public init(seedWords: [UInt32], key: [UInt64] = []) {
    // Zeros at the high end are no part of the number; zero itself is one word.
    var entropy = Array(seedWords.prefix((seedWords.lastIndex { $0 != 0 } ?? 0) + 1))
    if !key.isEmpty {
      // So that no seed with a key is another seed without.
      entropy += Array(repeating: 0, count: max(4 - entropy.count, 0))
      for number in key {
        entropy.append(UInt32(truncatingIfNeeded: number))
        if number >> 32 != 0 { entropy.append(UInt32(number >> 32)) }
      }
    }
    let count = entropy.count
    let word = { (i: Int) -> UInt32 in i < count ? entropy[i] : 0 }
    var hash = Hash(constant: 0x43b0_d7e5, multiplier: 0x931e_8875)
    pool = (0..<4).map { hash(word($0)) }
    for source in 0..<4 {
      for target in 0..<4 where target != source { pool[target] = Self.mix(pool[target], hash(pool[source])) }
    }
    for source in 4..<max(count, 4) {
      for target in 0..<4 { pool[target] = Self.mix(pool[target], hash(word(source))) }
    }
  }

  /// The first words of 32 bits of the state for a generator.
  public func halfWords(_ count: Int) -> [UInt32] {
    var hash = Hash(constant: 0x8b51_f9dd, multiplier: 0x58f3_8ded)
    return (0..<count).map { hash(pool[$0 % 4]) }
  }

  /// The first words of 64 bits, each two of 32, the low one first.
  public func words(_ count: Int) -> [UInt64] {
    let halves = halfWords(2 * count)
    return (0..<count).map { UInt64(halves[2 * $0]) | UInt64(halves[2 * $0 + 1]) << 32 }
  }

  private static func mix(_ a: UInt32, _ b: UInt32) -> UInt32 {
    let c = 0xca01_f9dd &* a &- 0x4973_f715 &* b
    return c ^ c >> 16
  }

  /// A hash whose constant changes with each use.
  private struct Hash {
    var constant: UInt32
    let multiplier: UInt32

    mutating func callAsFunction(_ value: UInt32) -> UInt32 {
      let mixed = value ^ constant
      constant &*= multiplier
      let product = mixed &* constant
      return product ^ product >> 16
    }
  }
}
