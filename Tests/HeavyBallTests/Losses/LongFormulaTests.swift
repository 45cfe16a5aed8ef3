import Testing

@testable import HeavyBall

/// Formulas of very many nodes, as unrolled recurrences are.
@Suite("Long formulas") struct LongFormulaTests {
  private struct Stop: Error {}

  /// b₀^(n+1) as a chain of n products.
  private func chain(_ n: Int) -> Objective {
    Objective(name: "chain", dimension: 1) { b in
      var x = b[0]
      for _ in 0..<n { x = x * b[0] }
      return x
    }
  }

  @Test("a chain of products has every derivative", arguments: [1000, 6000])
  func products(count: Int) {
    let n = Double(count)
    let objective = chain(count)
    #expect(objective.value(at: [1]) == 1)
    #expect(objective.gradient(at: [1])[0] == n + 1)
    let curvature: Double = (n + 1) * n
    expectClose(objective.hessianProduct(at: [1], with: [1]).product[0], curvature, 1e-12)
    expectClose(objective.hessian(at: [1])[0, 0], curvature, 1e-12)
    if count < 2000 { expectClose(objective.derivative(at: [1], along: [[1], [1]])[0], curvature * (n - 1), 1e-12) }
  }

  @Test("gradient descent unrolled on a quadratic has the derivatives of its closed form")
  func unrolled() {
    let (h, n) = (1e-3, 1000)
    let objective = Objective(name: "unrolled", dimension: 2) { b in
      var x = b
      for _ in 0..<n { x = x - b[0] * x * h }
      return (x * x).sum() / 2
    }
    // x_n = b (1 − b₀h)ⁿ: with b₁ = 0.5, L = (b₀² + b₁²) q^(2n)/2, q = 1 − b₀h.
    let b = 0.7
    let q: Double = 1 - b * h
    var power = 1.0
    for _ in 0..<2 * n { power *= q }
    let s: Double = b * b + 0.25
    let twice = Double(2 * n)
    let slope: Double = twice * h / q
    let curve: Double = slope * (twice - 1) * h / q
    let exactGradient: [Double] = [(b - s / 2 * slope) * power, 0.5 * power]
    let exactProduct: [Double] = [(1 - 2 * b * slope + s / 2 * curve) * power, -0.5 * slope * power]
    expectClose(objective.value(at: [b, 0.5]), s / 2 * power, 1e-11)
    expectClose(objective.gradient(at: [b, 0.5]), exactGradient, 1e-10)
    expectClose(objective.hessianProduct(at: [b, 0.5], with: [1, 0]).product, exactProduct, 1e-9)
  }

  @Test("many terms of many lengths, each kept until the end and given back in another order")
  func wide() {
    let n = 120
    let objective = Objective(name: "wide", dimension: n) { b in
      let parts = (1...n).map { k in Expression.exp(b[0..<k] * 0.5) }
      var sum = b.graph.constant(0)
      for part in parts { sum = sum + part.squared().sum() }
      for part in parts.reversed() { sum = sum + part.raised(to: 3).sum() }
      return sum
    }
    // Element i is in n − i parts: (n − i)(e^b + e^1.5b).
    let lengths: [Double] = (0..<n).map { Double(n - $0) }
    let zero = Vector(repeating: 0, count: n)
    #expect(objective.value(at: zero) == Double(n * (n + 1)))
    expectClose(objective.gradient(at: zero), lengths.map { 2.5 * $0 }, 1e-14)
    let ones = Vector(repeating: 1, count: n)
    expectClose(objective.hessianProduct(at: zero, with: ones).product, lengths.map { 3.25 * $0 }, 1e-14)
  }

  @Test(
    "deriving and compiling ask whether to go on, and begin anew after they were ended",
    arguments: [(-1, 21_000), (0, 3000), (1, 3000), (2, 1500)] as [(Int, Int)])
  func interruption(directions m: Int, length: Int) throws {
    let objective = chain(length)
    var (ended, limit) = (0, 0)
    while true {
      var polls = 0
      let poll = { () throws(Stop) in
        polls += 1
        if polls > limit { throw Stop() }
      }
      do {
        if m < 0 { try objective.prepareValue(poll: poll) } else { try objective.prepare(directions: m, poll: poll) }
        break
      } catch {
        ended += 1
        limit = 3 * limit + 1
      }
    }
    #expect(ended > 1)
    let (point, directions) = (Vector([1.0001]), Array(repeating: Vector([1]), count: max(m, 0)))
    let exact = chain(length)
    #expect(objective.value(at: point) == exact.value(at: point))
    if m >= 0 {
      #expect(objective.derivative(at: point, along: directions) == exact.derivative(at: point, along: directions))
    }
    // What is there is not made again.
    if m < 0 {
      try objective.prepareValue { () throws(Stop) in throw Stop() }
    } else {
      try objective.prepare(directions: m) { () throws(Stop) in throw Stop() }
    }
  }

  @Test("storage that is taken is nobody else's until it is given back, and is used again")
  func storage() {
    var generator = RandomGenerator(seed: 3)
    var plan = StoragePlan(start: 5)
    var taken: [Range<Int>] = []
    for _ in 0..<4000 {
      if taken.count > 40 || !taken.isEmpty && generator.uniform() < 0.45 {
        let range = taken.remove(at: Int(generator.uniform() * Double(taken.count)))
        plan.give(range.lowerBound, range.count)
      } else {
        let isShort = generator.uniform() < 0.5
        let count = Int(generator.uniform() * (isShort ? 60.0 : 9000.0)) + (isShort ? 1 : 2000)
        let start = plan.take(count)
        #expect(start >= 5 && start % 8 == 0 && taken.allSatisfy { !$0.overlaps(start..<start + count) })
        taken.append(start..<start + count)
      }
    }
    let end = plan.end
    for range in taken { plan.give(range.lowerBound, range.count) }
    _ = plan.take(3000)
    #expect(plan.end == end)
  }
}
