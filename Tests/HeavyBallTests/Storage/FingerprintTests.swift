import HeavyBall
import Testing

@Suite("Fingerprints") struct FingerprintTests {
  private func fingerprint(_ add: (inout Fingerprint) -> Void) -> String {
    var fingerprint = Fingerprint()
    add(&fingerprint)
    return fingerprint.text
  }

  /// Computed in Python: with v = 0xcbf29ce484222325 for each word w of the count and then the numbers,
  /// v = (v ^ w) * 0x100000001b3 mod 2^64, v = v ^ (v >> 32).
  @Test func `numbers and texts have the same one everywhere`() {
    #expect(fingerprint { $0.add([1.0, -2.5]) } == "1b55eabb7a8136a8")
    let texts = [
      ("", "af63bd4c29620a93"), ("abc", "07e21a69aabdf9e4"), ("123456789", "e6cd7dbe31c70b14"),
      ("0123456789abcdef", "c29d69e58495a6da"),
    ]
    for (text, expected) in texts { #expect(fingerprint { $0.add(text) } == expected) }
  }

  private func formula(_ build: (Expression) -> Expression) -> String {
    let graph = Graph()
    return fingerprint { $0.add(build(graph.input(.vector(2)))) }
  }

  @Test func `formulas have the same one where they compute the same, whatever else is in their graph`() {
    let one = formula { b in (b[0] * b[1] - 0.6).squared() / 2 }
    let other = formula { b in
      _ = Expression.exp(b[0]) + 7
      return (b[0] * b[1] - 0.6).squared() / 2
    }
    #expect(one == other)
  }

  @Test func `formulas that differ in a constant, an operation or an operand have others`() {
    let all = [
      formula { b in (b[0] * b[1] - 0.6).squared() / 2 },
      formula { b in (b[0] * b[1] - 0.7).squared() / 2 },
      formula { b in (b[0] + b[1] - 0.6).squared() / 2 },
      formula { b in (b[0] * b[0] - 0.6).squared() / 2 },
      formula { b in Expression.exp(b[0] * b[1] - 0.6) / 2 },
    ]
    #expect(Set(all).count == all.count)
  }

  @Test func `shared constants are told apart by their numbers, in either precision`() {
    func sum<T>(_ numbers: [T], _ make: ([T]) -> SharedNumbers) -> String {
      formula { b in b[0] * (b.graph.constant(make(numbers), .vector(3)) + 1)[0] }
    }
    let doubles: [[Double]] = [[1, 2, 3], [1, 2, 4], [3, 2, 1]]
    #expect(Set(doubles.map { sum($0) { SharedNumbers($0) } }).count == 3)
    #expect(sum(doubles[0]) { SharedNumbers($0) } == sum(doubles[0]) { SharedNumbers($0) })
    let singles: [[Float]] = [[1, 2, 3], [1, 2, 4]]
    #expect(Set(singles.map { sum($0) { SharedNumbers($0) } }).count == 2)
  }
}
