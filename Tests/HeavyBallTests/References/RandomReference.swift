@testable import HeavyBall

/// What NumPy draws, from `numpy_random.json`; `numpy_random.py` made it and says how to read it.
struct RandomReference: Decodable {
  let block: Int
  let tables: [String: String]
  let seeds: [Seed]
  let cases: [Case]

  static let stored: RandomReference? = try? SeriesReference.read(RandomReference.self, "numpy_random.json")

  struct Seed: Decodable, Sendable {
    let seed: String
    let words: [UInt32]
    let state32: [UInt32]
    let state64: [String]
  }

  struct Case: Decodable, Sendable {
    let seed: String
    let draws: [Draw]
    let first: [String]
    let last: [String]
    let checksums: [String]
  }

  struct Draw: Decodable, Sendable {
    let kind: String
    let arguments: [Int]
  }
}

extension RandomReference.Draw {
  /// The values' bits.
  func make(_ generator: inout RandomGenerator) -> [UInt64] {
    switch kind {
    case "uniform", "normal":
      var v = Vector(repeating: 0, count: arguments[0])
      generator.fill(&v, from: kind == "normal" ? .normal : .uniform)
      return v.map(\.bitPattern)
    case "integers":
      return generator.integers(in: arguments[0]...arguments[1], count: arguments[2]).map(bits)
    default:
      return generator.permutation(of: arguments[0]).map(bits)
    }
  }

  /// The same, drawn one by one.
  func makeSingly(_ generator: inout RandomGenerator) -> [UInt64] {
    switch kind {
    case "uniform": (0..<arguments[0]).map { _ in generator.uniform().bitPattern }
    case "normal": (0..<arguments[0]).map { _ in generator.normal().bitPattern }
    case "integers":
      (0..<arguments[2]).map { _ in bits(generator.integer(in: arguments[0]...arguments[1])) }
    default: make(&generator)
    }
  }

  private func bits(_ integer: Int) -> UInt64 { UInt64(bitPattern: Int64(integer)) }
}

/// 64 bits as NumPy's reference writes them: 16 hexadecimal digits.
func hexadecimal(_ bits: UInt64) -> String {
  let digits = String(bits, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

/// The FNV-1a checksum of words' bytes, low byte first, running on from word to word.
struct Checksum {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt64) {
    for shift in stride(from: 0, to: UInt64(64), by: 8) { value = (value ^ (word >> shift & 0xff)) &* 0x100_0000_01b3 }
  }

  static func of(_ words: some Sequence<UInt64>) -> UInt64 {
    var sum = Checksum()
    for word in words { sum.add(word) }
    return sum.value
  }
}
