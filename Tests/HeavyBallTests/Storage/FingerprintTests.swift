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
    let input = graph.input(.vector(2))
    return fingerprint { $0.add([build(input)], of: [input]) }
  }

  @Test func `formulas have the same one where they compute the same, whatever else is in their graph`() {
    let one = formula { b in (b[0] * b[1] - 0.6).squared() / 2 }
    let other = formula { b in
      _ = (Expression.exp(b[1]) + 0.6) * b.graph.input(.scalar)
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

  private func method(_ optimizer: some Optimizer, _ y: Double = 0.6) -> String {
    let iteration = Iteration(optimizer, on: Objective(ProductLoss(y: y)))
    return fingerprint { $0.add(iteration) }
  }

  @Test func `methods are told apart by their kind, every digit of their numbers, schedules and losses`() {
    let all = [
      method(HeavyBallMethod(stepSize: 0.1, momentum: 0.5)),
      method(HeavyBallMethod(stepSize: .constant(0.1.nextUp), momentum: 0.5)),
      method(HeavyBallMethod(stepSize: 0.1, momentum: 0.6)), method(HeavyBallMethod(stepSize: 0.1, momentum: 0.5), 0.7),
      method(HeavyBallMethod(stepSize: .schedule { 0.1 / $0 }, momentum: 0.5)),
      method(HeavyBallMethod(stepSize: .schedule { 0.2 / $0 }, momentum: 0.5)),
      method(HeavyBallMethod(stepSize: .members([0.1, 0.2]), momentum: 0.5)),
      method(HeavyBallMethod(stepSize: .members([0.1, 0.3]), momentum: 0.5)), method(GradientDescent(stepSize: 0.1)),
    ]
    #expect(Set(all).count == all.count)
    #expect(method(HeavyBallMethod(stepSize: 0.1, momentum: 0.5)) == all[0])
  }

  private func own(start: Double = 0, stepSize: Coefficient = 1, isFused: Bool = false) -> String {
    let iteration = Iteration(
      title: "own", on: Objective(ProductLoss(y: 0.6)), memory: [StateVariable("m", .vector(2), initial: start)],
      stepSize: stepSize, isFused: isFused, poll: {}
    ) { _, β, memory, gradient in
      let m = 0.5 * memory[0] - 0.1 * gradient(β)
      return (β + m, [m])
    }
    return fingerprint { $0.add(iteration) }
  }

  @Test func `methods are told apart by what they remember at first, the time of a step and how products are rounded`() {
    let all = [
      own(), own(start: 0.1), own(stepSize: 2), own(stepSize: .schedule { 1 / $0 }), own(stepSize: .schedule { 2 / $0 }),
      own(isFused: true),
    ]
    #expect(Set(all).count == all.count && own() == all[0])
  }

  private func system(_ g: Double, _ f: @escaping (Expression) -> Expression) -> String {
    let system = EquationSystem(name: "s", dimension: 2, parameters: [.init("g", .scalar, [g])]) { _, x, p in f(x) * p[0] }
    return fingerprint { $0.add(system) }
  }

  @Test func `systems are told apart by their formulas and parameters`() {
    let all = [system(1) { $0 }, system(2) { $0 }, system(1) { -$0 }]
    #expect(Set(all).count == 3 && system(1) { $0 } == all[0])
  }
}
