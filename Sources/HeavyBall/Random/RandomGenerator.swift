/// Random numbers that are those of NumPy's `default_rng` with the same seed, bit for bit, drawn in the same order.
///
///     var r = RandomGenerator(seed: 7)
///     r.normal()                 // default_rng(7).standard_normal()
///     r.uniform()                // .random()
///     r.integer(in: 1...6)       // .integers(1, 6, endpoint=True)
///     r.permutation(of: 5)       // .permutation(5)
///
/// A value: a copy goes on with the same numbers. What it draws as a `RandomNumberGenerator` for Swift's own
/// `random(in:using:)` and `shuffled(using:)` are the same words of 64 bits, but not what NumPy makes of them.
///
/// Normals agree on one machine: beyond 3.65 and at the edges of the ziggurat they ask the mathematical library for
/// `exp` and `log1p`, as NumPy does.
public struct RandomGenerator: Hashable, Sendable {
  var bits: PCG64

  public init(_ seed: SeedSequence) { bits = PCG64(seed) }

  /// - Precondition: the seed is not negative.
  public init(seed: some BinaryInteger) { self.init(SeedSequence(seed)) }

  /// A number in [0, 1), a multiple of 2⁻⁵³.
  @inline(__always)
  public mutating func uniform() -> Double { Double(Int64(bits.next() >> 11)) * 0x1p-53 }
}

extension RandomGenerator: RandomNumberGenerator {
  public mutating func next() -> UInt64 { bits.next() }
}
