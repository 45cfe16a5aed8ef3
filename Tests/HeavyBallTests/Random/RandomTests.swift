import Testing

@testable import HeavyBall

extension RandomReference.Case: CustomTestStringConvertible {
  var testDescription: String {
    let words = draws.prefix(2).map { "\($0.kind) \($0.arguments.map(String.init).joined(separator: " "))" }
    return "seed \(seed), " + words.joined(separator: ", ") + (draws.count > 2 ? ", ..." : "")
  }
}

extension RandomReference.Seed: CustomTestStringConvertible {
  var testDescription: String { "seed \(seed)" }
}

@Suite("Random numbers are NumPy's") struct RandomTests {
  static let seeds = RandomReference.stored?.seeds ?? []
  static let cases = RandomReference.stored?.cases ?? []

  @Test func `the reference is read`() throws {
    let file = try SeriesReference.read(RandomReference.self, "numpy_random.json")
    #expect(file.seeds.count == 10 && file.cases.count == 110)
    #expect(file.cases.reduce(0) { $0 + $1.checksums.count } > 1500)
  }

  @Test("a seed's state", arguments: seeds) func state(_ expected: RandomReference.Seed) {
    let sequence = SeedSequence(seedWords: expected.words)
    #expect(sequence.halfWords(10) == expected.state32)
    #expect(sequence.words(5).map(hexadecimal) == expected.state64)
    #expect(SeedSequence(seedWords: expected.words + [0, 0]) == sequence)
    if let seed = UInt128(expected.seed) { #expect(SeedSequence(seed) == sequence) }
    if let seed = Int(expected.seed) { #expect(RandomGenerator(seed: seed) == RandomGenerator(sequence)) }
  }

  @Test(
    "a child's state",
    // numpy.random.SeedSequence(seed, spawn_key=key).generate_state(4, numpy.uint64), by NumPy 2.4.6.
    arguments: [
      ("7", [], [16920295385781661272, 610735763742393210, 7078124019849193311, 12917519645081627820]),
      ("7", [0], [3386250816931739734, 17579791024057999317, 3672896790579533867, 16250843750322001191]),
      ("7", [1, 3], [9803347940192238913, 4666982877502651281, 15710437280169239308, 11716717019968800050]),
      ("0", [0], [8668861027912758289, 14584187760040447831, 7402292003153977891, 8042076608462446761]),
      (
        "1180591620717411303429", [1_099_511_627_777],
        [10057335075683964311, 7180509122649238982, 17590883375502105519, 4262284382511326043]
      ),
      (
        "123456789", [4_611_686_018_427_387_903],
        [15008940539500961450, 5792665946786058545, 12622860578573310612, 3347747695626585818]
      ),
    ] as [(String, [UInt64], [UInt64])])
  func child(_ seed: String, _ key: [UInt64], _ expected: [UInt64]) throws {
    let number = try #require(UInt128(seed))
    #expect(SeedSequence(number, key: key).words(4) == expected)
  }

  @Test("the state of a child of a seed of more words than the pool has") func longSeed() {
    // 2^200 + 12345, spawn_key=(9, 0), as above.
    var words = [UInt32](repeating: 0, count: 7)
    (words[0], words[6]) = (12345, 256)
    #expect(
      SeedSequence(seedWords: words, key: [9, 0]).words(4)
        == [4841267640664950843, 288335989665425358, 3446262348302848835, 9149492857861622185])
  }

  @Test("every value drawn", arguments: cases) func values(_ expected: RandomReference.Case) throws {
    var generator = try generator(expected)
    compare(expected.draws.flatMap { $0.make(&generator) }, expected)
  }

  @Test("every value drawn by itself", arguments: cases.filter { $0.draws.count > 2 })
  func single(_ expected: RandomReference.Case) throws {
    var generator = try generator(expected)
    compare(expected.draws.flatMap { $0.makeSingly(&generator) }, expected)
  }

  private func generator(_ expected: RandomReference.Case) throws -> RandomGenerator {
    RandomGenerator(SeedSequence(seedWords: try #require(Self.seeds.first { $0.seed == expected.seed }).words))
  }

  /// Says where the first difference is, to a block.
  private func compare(_ found: [UInt64], _ expected: RandomReference.Case) {
    #expect(found.prefix(8).map(hexadecimal) == expected.first)
    let block = RandomReference.stored?.block ?? 1
    var sum = Checksum()
    for (i, checksum) in expected.checksums.enumerated() {
      let range = i * block..<min((i + 1) * block, found.count)
      for word in found[range] { sum.add(word) }
      if hexadecimal(sum.value) != checksum {
        Issue.record("values \(range.lowerBound + 1) to \(range.upperBound) of \(found.count) differ")
        break
      }
    }
    #expect(found.suffix(4).map(hexadecimal) == expected.last)
    #expect((found.count + block - 1) / block == expected.checksums.count)
  }

  @Test func `the ziggurat's tables`() throws {
    let tables = try #require(RandomReference.stored).tables
    #expect(hexadecimal(Checksum.of(Ziggurat.thresholds)) == tables["thresholds"])
    #expect(hexadecimal(Checksum.of(Ziggurat.widths.map(\.bitPattern))) == tables["widths"])
    #expect(hexadecimal(Checksum.of(Ziggurat.heights.map(\.bitPattern))) == tables["heights"])
  }

  @Test func `a matrix is filled row after row`() {
    var (a, b) = (RandomGenerator(seed: 3), RandomGenerator(seed: 3))
    var (matrix, vector) = (Matrix(rows: 5, columns: 7), Vector(repeating: 0, count: 35))
    a.fill(&matrix, from: .normal)
    b.fill(&vector, from: .normal)
    #expect(matrix.elements == vector.elements && a == b)
  }

  @Test func `what is stopped leaves the generator as it was`() {
    struct Stop: Error {}
    let before = RandomGenerator(seed: 3)
    var generator = before
    var polls = 0
    let poll = { () throws(Stop) in
      polls += 1
      if polls == 3 { throw Stop() }
    }
    var numbers = Array(repeating: 0.0, count: 100_000)
    #expect(throws: Stop.self) { try generator.fill(&numbers, from: .uniform, poll: poll) }
    #expect(polls == 3 && generator == before && numbers[65_535] != 0 && numbers[65_536] == 0)
    var integers = Array(1...150_000)
    polls = 0
    #expect(throws: Stop.self) { try generator.shuffle(&integers, poll: poll) }
    #expect(polls == 3 && generator == before && integers.sorted() == Array(1...150_000))
  }

  @Test func `Swift's own functions draw the words`() {
    var (a, b) = (RandomGenerator(seed: 3), RandomGenerator(seed: 3))
    #expect(UInt64.random(in: 0...UInt64.max, using: &a) == b.next())
    #expect(a == b)
  }
}
