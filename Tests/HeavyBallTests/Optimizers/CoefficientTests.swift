import Testing

@testable import HeavyBall

@Suite("Coefficients of methods") struct CoefficientTests {
  let objective = Objective(ProductLoss(y: 1))
  static let entries = OptimizerTests.members

  /// A method of the list with its sample's numbers, all changed in one manner.
  private func method(_ entry: Optimizers.Entry, _ change: (Double) -> Coefficient) throws -> any Optimizer {
    var values = SettingValues()
    for part in entry.sample.source.split(separator: ",") {
      let words = part.split(whereSeparator: { " =".contains($0) })
      let setting = try #require(entry.settings.first { $0.name == String(words[0]) } as? Setting<Coefficient>)
      values[setting] = change(try #require(Double(words[1])))
    }
    return try entry.make(values)
  }

  @Test("a schedule makes each step as the constants of that step do", arguments: entries)
  func schedule(_ member: OptimizerTests.Member) throws {
    // c (1 − 1 / (2k)), from c/2 on.
    let scheduled = Iteration(
      try method(member.entry) { c in .schedule { k in c * (1 - 1 / (2 * k)) } }, on: objective)
    let whole = try scheduled.run(from: [2, 0.8], steps: 30)
    var run = try scheduled.run(from: [2, 0.8], steps: 1)
    for k in 2...30 {
      let step = Iteration(try method(member.entry) { .constant($0 * (1 - 1 / (2 * Double(k)))) }, on: objective)
      run = try step.run(from: run, steps: 1)
      expectClose(whole.points.row(k).elements, run.end.elements, 1e-14, "step \(k)")
      expectClose(whole.times[k], run.endTime, 1e-14)
    }
    let first = try scheduled.run(from: [2, 0.8], steps: 12)
    let rest = try scheduled.run(from: first, steps: 18)
    #expect(rest.end == whole.end && rest.memory == whole.memory && rest.times == Vector(whole.times.dropFirst(12)))
  }

  @Test("numbers of members make the runs of each, to the bit", arguments: entries)
  func members(_ member: OptimizerTests.Member) throws {
    let scales = Vector((0..<300).map { 0.4 + 0.002 * Double($0) })
    let many = Iteration(try method(member.entry) { c in .members(Vector(scales.map { $0 * c })) }, on: objective)
    #expect(many.members == 300)
    let start: Vector = [2, 0.8]
    let ensemble = try many.run(
      fromRows: Matrix(rows: 300, columns: 2, elements: Array(repeatElement(start.elements, count: 300).joined())), steps: 40)
    for i in [0, 1, 255, 256, 299] {
      let one = try Iteration(try method(member.entry) { .constant($0 * scales[i]) }, on: objective).run(from: start, steps: 40)
      let found = ensemble.member(i)
      #expect(found.points == one.points && found.memory == one.memory && found.times == one.times, "member \(i)")
      #expect(found.provenance == one.provenance && ensemble.times(ofMember: i) == one.times)
    }
  }

  @Test("coupled weight decay is a term of the loss", arguments: entries)
  func coupledDecay(_ member: OptimizerTests.Member) throws {
    let decayed = Objective(name: "decayed", dimension: 2) { β throws(Never) in
      let residual = β[0] * β[1] - 1
      return residual.squared() / 2 + 0.15 * β.squared().sum()
    }
    let run = try Iteration(member.entry.sample.method, on: objective, weightDecay: WeightDecay(0.3)).run(
      from: [2, 0.8], steps: 30)
    let expected = try Iteration(member.entry.sample.method, on: decayed, weightDecay: WeightDecay(0)).run(
      from: [2, 0.8], steps: 30)
    expectClose(run.end.elements, expected.end.elements, 1e-13)
    #expect(run.provenance.method == nil)
  }

  @Test("decoupled weight decay takes its part of the point that a step began from", arguments: entries)
  func decoupledDecay(_ member: OptimizerTests.Member) throws {
    let decay = WeightDecay(.schedule { k in 0.3 / k }, isDecoupled: true)
    let iteration = Iteration(member.entry.sample.method, on: objective, weightDecay: decay)
    let plain = Iteration(member.entry.sample.method, on: objective, weightDecay: WeightDecay(0))
    var run = try iteration.run(from: [2, 0.8], steps: 1)
    var (expected, memory) = (try plain.run(from: [2, 0.8], steps: 1).end, run.memory)
    expected = expected - Vector([2, 0.8]) * (0.3 * plain.stepSize)
    for k in 2...20 {
      expectClose(run.end.elements, expected.elements, 1e-14, "step \(k - 1)")
      let before = Trajectory(resuming: expected, step: k - 1, memory: memory, of: objective, stepSize: plain.stepSize)
      let next = try plain.run(from: before, steps: 1)
      (expected, memory) = (next.end - expected * (0.3 / Double(k) * plain.stepSize), next.memory)
      run = try iteration.run(from: run, steps: 1)
    }
  }

  @Test("a schedule's sums are the sums of its values, however far and in whatever order")
  func sums() {
    let schedule = Schedule { k in 1 / (k * k) }
    for n in [1000, 3, 256, 255, 257, 0, 5000] {
      var sum = 0.0
      for k in 0..<n { sum += 1 / Double((k + 1) * (k + 1)) }
      expectClose(schedule.sum(through: n), sum, 1e-13, "\(n)")
    }
    #expect(schedule.value(at: 4) == 1.0 / 16)
  }

  @Test("the radius that a run records is that of each step's own numbers")
  func radius() throws {
    let method = HeavyBallMethod(stepSize: .schedule { k in 0.01 / k }, momentum: .schedule { k in (k - 1) / (k + 2) })
    var options = RunOptions()
    options.observers = [RadiusQuantity(every: 1)]
    let quadratic = Objective(QuadraticLoss(a: Matrix([[3, 0], [0, -7]]), b: [0, 0]))
    let recorded = try Iteration(method, on: quadratic).run(from: [1, 2], steps: 3, options).recordings[0].values
    for k in 1...3 {
      let root = 1 - ((Double(k) - 1) / (Double(k) + 2)).squareRoot()
      expectClose(recorded[k - 1], 0.07 / Double(k) / (root * root), 1e-9)
    }
  }
}
