import Testing

@testable import HeavyBall

@Suite("Memory")
struct MemoryTests {
  @Test("is refused where more is asked for than there is, however large the number")
  func refusal() throws {
    let available = try #require(Memory.available)
    for bytes in [Double(available) * 2, 1e18, 1e300, .infinity] {
      #expect(throws: Memory.Shortage.self) { try Memory.check(bytes: bytes) }
      #expect(Memory.grant(bytes) == nil)
    }
  }

  @Test("that is granted allows a part of what is free to be taken without asking")
  func grant() throws {
    try Memory.check(bytes: 8)
    let further = try #require(Memory.grant(8))
    #expect(0...100_000_000 ~= further)
  }

  @Test("is named by what it is wanted for")
  func words() {
    let shortage = Memory.Shortage(needed: 20_000_000_000, available: 9_999_999_999)
    #expect("\(shortage)" == "the points to be kept would take 20 GB and 9999 MB are free: keep fewer, or the last alone")
    #expect("\(shortage.with(.result))" == "the result would take 20 GB and 9999 MB are free")
    #expect("\(Memory.Shortage(needed: 10, available: 30_000_000))" == "not enough memory")
  }
}

@Suite("Work in parts")
struct PartsTests {
  struct Stop: Error {}

  @Test("asks its caller between parts, and ends where it throws")
  func poll() throws {
    for count in [0, 1, partCount, partCount + 1, 2 * partCount] {
      var asked = 0
      let numbers = Array(count: count, poll: { asked += 1 }) { $0 }
      #expect(numbers == Array(0..<count) && asked == (count + partCount - 1) / partCount)
      #expect(numbers.reduce(0, poll: {}, +) == count * (count - 1) / 2)
    }
    var asked = 0
    #expect(throws: Stop.self) {
      try Vector(repeating: 1, count: 3 * partCount) {
        asked += 1
        if asked == 2 { throw Stop() }
      }
    }
    #expect(asked == 2)
  }

  @Test("gives what plain loops give")
  func results() {
    let a = Matrix(rows: 3, columns: 5, elements: (0..<15).map { Double($0) * 0.25 })
    #expect(a.transposed()[4, 2] == a[2, 4] && a.transposed().transposed() == a)
    #expect(Matrix(rows: 0, columns: 3).transposed() == Matrix(rows: 3, columns: 0))
    #expect(Matrix(FloatMatrix(a)) == a)
    #expect(Vector([3, -4]).norm() == 5 && Vector([3, -4]).norm(1) == 7 && Vector([3, -4]).norm(.infinity) == 4)
    #expect(Vector([1, .nan, 2]).norm().isNaN && Vector([.nan, 1]).norm(1).isNaN && Vector([1, .infinity]).norm() == .infinity)
  }
}
