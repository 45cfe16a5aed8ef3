import Testing

@testable import HeavyBall

@Suite("Runs on mini-batches") struct BatchRunTests {
  let x = Matrix(rows: 12, columns: 3, elements: numbers(36, 1))
  let y = Vector(numbers(12, 2))
  var objective: Objective { Objective(LeastSquaresLoss(x: x, y: y)) }

  private func rows(_ batches: Batches, _ steps: ClosedRange<Int>, of count: Int) -> [[Int]] {
    var sequence = BatchSequence(batches, of: count)
    return steps.map { Array(sequence.rows(ofStep: $0)) }
  }

  @Test("take the rows that NumPy draws")
  func sequences() {
    // default_rng(3): permutation(7) twice, in threes; integers(7, size=3).
    let reshuffled = Batches(size: 3, order: .reshuffled, seed: 3)
    #expect(rows(reshuffled, 1...4, of: 7) == [[5, 6, 2], [1, 4, 3], [6, 0, 4], [1, 5, 2]])
    #expect(
      rows(Batches(size: 3, order: .independent, seed: 3), 1...4, of: 7) == [[5, 0, 1], [1, 1, 5], [6, 4, 0], [0, 2, 3]])
    #expect(rows(Batches(size: 3, order: .cyclic), 1...4, of: 7) == [[0, 1, 2], [3, 4, 5], [6, 0, 1], [2, 3, 4]])
    #expect(rows(Batches([[4], [1, 2]]), 1...3, of: 7) == [[4], [1, 2], [4]])
  }

  @Test("take a step's rows whatever was asked for before", arguments: Batches.Order.allCases)
  func order(_ order: Batches.Order) {
    let batches = Batches(size: 3, order: order, seed: 9)
    var sequence = BatchSequence(batches, of: 10)
    let all = (1...30).map { Array(sequence.rows(ofStep: $0)) }
    for k in [30, 1, 17, 16, 2, 29] { #expect(Array(sequence.rows(ofStep: k)) == all[k - 1], "step \(k)") }
    if order == .reshuffled { #expect(Set(all[0...2].joined()).count == 9) }
  }

  @Test("make the steps of a loop over the batches' losses", arguments: OptimizerTests.members)
  func steps(_ member: OptimizerTests.Member) throws {
    let objective = objective
    var options = RunOptions()
    options.batches = Batches([[0, 1, 2, 3], [4, 5], [11, 0, 11, 7], [9]])
    let iteration = Iteration(member.entry.sample.method, on: objective)
    let run = try iteration.run(from: [0.1, 0.2, 0.3], steps: 11, options)
    var expected: Trajectory?
    for k in 0..<11 {
      let batch = try #require(try objective.batch([[0, 1, 2, 3], [4, 5], [11, 0, 11, 7], [9]][k % 4]))
      let step = Iteration(member.entry.sample.method, on: batch)
      expected = try expected.map { try step.run(from: $0, steps: 1) } ?? step.run(from: [0.1, 0.2, 0.3], steps: 1)
    }
    expectClose(run.end.elements, try #require(expected).end.elements, 1e-13)
    #expect(run.batches == options.batches && run.provenance.method == nil)
  }

  @Test("go on to the same bits, and so do ensembles", arguments: Batches.Order.allCases)
  func continuation(_ order: Batches.Order) throws {
    var options = RunOptions()
    options.batches = Batches(size: 5, order: order, seed: 4)
    let iteration = Iteration(HeavyBallMethod(stepSize: 0.05, momentum: 0.5), on: objective)
    let whole = try iteration.run(from: [0, 0, 0], steps: 40, options)
    let part = try iteration.run(from: iteration.run(from: [0, 0, 0], steps: 13, options), steps: 27, options)
    #expect(part.end == whole.end && part.memory == whole.memory)
    let many = try iteration.run(fromRows: Matrix([[0, 0, 0], [1, 1, 1]]), steps: 40, options)
    expectClose(many.member(0).end.elements, whole.end.elements, 1e-14)
  }

  @Test("find the step that diverges")
  func divergence() throws {
    var options = RunOptions()
    options.batches = Batches([[0, 1, 2], [3, 4, 5]])
    let run = try Iteration(GradientDescent(stepSize: 50), on: objective).run(from: [1, 1, 1], steps: 5000, options)
    let step = try #require(run.ending.failedStep)
    #expect(run.ending == .diverged(step: step) && run.end.isFinite && run.steps.last == step - 1)
  }
}
