import Testing

@testable import HeavyBall

@Suite("Integers of any size") struct IntegerTests {
  /// What Python finds, from `integers.json`; `integers.py` made it and says how to read it.
  struct Reference: Decodable {
    let pairs: [[String?]]
    let powers: [Power]
    let doubles: [[String]]
    let texts: [[String?]]

    struct Power: Decodable {
      let (base, exponent, power): (String, Int, String)

      init(from decoder: Decoder) throws {
        var row = try decoder.unkeyedContainer()
        base = try row.decode(String.self)
        exponent = try row.decode(Int.self)
        power = try row.decode(String.self)
      }
    }
  }

  let reference: Reference

  init() throws { reference = try SeriesReference.read(Reference.self, "integers.json") }

  @Test("are added, subtracted, multiplied and divided as Python does, in every branch of the division by words")
  func arithmetic() throws {
    #expect(reference.pairs.count > 200)
    for row in reference.pairs {
      let numbers = try row.map { try $0.map { try #require(Integer($0)) } }
      let (a, b) = (try #require(numbers[0]), try #require(numbers[1]))
      var found: [Integer?] = [a, b, a + b, a - b, a * b, nil, nil, a.greatestCommonDivisor(with: b)]
      if b != 0 {
        let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
        found[5...6] = [quotient, remainder]
      }
      #expect(found == numbers, "\(a), \(b)")
      #expect(found.map { $0.map { "\($0)" } } == row, "\(a), \(b)")
    }
  }

  @Test("are in order as their differences' signs say")
  func order() throws {
    for row in reference.pairs {
      let (a, b, difference) = (try integer(row[0]), try integer(row[1]), try integer(row[3]))
      #expect((a < b) == difference.isNegative && (a == b) == (difference == 0) && (b < a) == (0 < difference), "\(a), \(b)")
    }
  }

  @Test("have powers as Python's")
  func powers() throws {
    for row in reference.powers {
      #expect("\(try integer(row.base).power(row.exponent))" == row.power, "\(row.base)^\(row.exponent)")
    }
  }

  @Test("read decimal digits with a sign, and nothing else")
  func reading() throws {
    for row in reference.texts {
      let text = try #require(row[0])
      #expect(Integer(text)?.description == row[1], "\(row)")
    }
    #expect(Integer("12345".dropFirst(2))?.description == "345")
  }

  @Test("round to the nearest double, halfway to the even one, subnormal once as well")
  func rounding() throws {
    for row in reference.doubles {
      let (n, d) = (try integer(row[0]), try integer(row[1]))
      let expected = try #require(Double(row[2]))
      expectSame(Rational(n, d).doubleValue, expected, "\(n)/\(d)")
      // A power of 2 below needs no division.
      if d == Integer(1) << (d.bitWidth - 1) { expectSame(n.rounded(exponent: 1 - d.bitWidth), expected, "\(n)/\(d)") }
    }
  }

  @Test("obey the laws of arithmetic, whatever their sizes and signs")
  func laws() {
    var source = RandomGenerator(seed: 11)
    func number() -> Integer {
      let words = source.integers(in: 0...5, count: 1)[0]
      let magnitude = source.integers(in: .min...(.max), count: words).map {
        // Words of all ones and of none carry farthest.
        [UInt(bitPattern: $0), 0, .max, 1 << 63][Int(UInt(bitPattern: $0) % 7) % 4]
      }
      return Integer(isNegative: source.integers(in: 0...1, count: 1) == [1], magnitude: magnitude)
    }
    for _ in 0..<2000 {
      let (a, b, c) = (number(), number(), number())
      #expect((a + b) - b == a && (a + b) + c == a + (b + c), "\(a), \(b), \(c)")
      #expect(a * b == b * a && (a * b) * c == a * (b * c), "\(a), \(b), \(c)")
      #expect((a + b) * c == a * c + b * c && (a + b) * (a - b) == a * a - b * b, "\(a), \(b), \(c)")
      var sum = a
      sum.add(b, times: c)
      #expect(sum == a + b * c, "\(a), \(b), \(c)")
      sum.add(b, times: 0 - c)
      #expect(sum == a && sum.hashValue == a.hashValue, "\(a), \(b), \(c)")
      if b != 0 {
        let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
        #expect(quotient * b + remainder == a && remainder.magnitude < b.magnitude, "\(a), \(b)")
        #expect(remainder == 0 || remainder.isNegative == a.isNegative, "\(a), \(b)")
        #expect((a * b) / b == a && (a * b).greatestCommonDivisor(with: b) == b.magnitude, "\(a), \(b)")
      }
      #expect(Integer("\(a)") == a)
    }
  }

  @Test("give the bits of their magnitude by place")
  func bits() {
    let n = Integer(-5) << 62  // 101 from place 62 on
    let cases: [(Range<Int>, Integer)] = [
      (0..<62, 0), (0..<63, Integer(1) << 62), (62..<65, 5), (63..<65, 2), (64..<65, 1), (64..<200, 1), (65..<70, 0),
      (300..<310, 0),
      (62..<62, 0),
    ]
    for (range, expected) in cases { #expect(n.bits(range) == expected, "\(range)") }
    #expect(n.bitWidth == 65 && Integer(0).bitWidth == 0 && Integer(.min).bitWidth == 64 && Integer(-1).bitWidth == 1)
  }

  @Test("take no memory of their own where they fit a word")
  func inPlace() {
    for n in [
      Integer(.max) + 1 - 1, Integer(.min) - 1 + 1, (Integer(1) << 64) - (Integer(1) << 64), Integer("-9223372036854775808")!,
    ] {
      #expect(n.words.isEmpty, "\(n)")
    }
  }

  private func integer(_ text: String?) throws -> Integer {
    let digits = try #require(text)
    return try #require(Integer(digits))
  }
}
