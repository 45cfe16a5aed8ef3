import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("A run") struct RunTests {
  let rosenbrock = Objective(RosenbrockLoss())
  var iteration: Iteration { Iteration(HeavyBallMethod(stepSize: 1e-3, momentum: 0.9), on: rosenbrock) }
  let start: Vector = [-1.2, 1]

  @Test("keeps every nth step, the first and the last", arguments: [1, 2, 7, 100, 1000])
  func every(n: Int) throws {
    let all = try iteration.run(from: start, steps: 100)
    var options = RunOptions()
    options.recording = .every(n)
    let some = try iteration.run(from: start, steps: 100, options)
    let expected = Array(Set([0, 100] + (0...100).filter { $0 % n == 0 })).sorted()
    #expect(some.steps == expected)
    for (row, step) in expected.enumerated() { #expect(some.points.row(row) == all.points.row(step)) }
  }

  @Test("keeps the last step alone when told so")
  func last() throws {
    var options = RunOptions()
    options.recording = .last
    let run = try iteration.run(from: start, steps: 5000, options)
    #expect(run.steps == [5000])
    #expect(run.end == (try iteration.run(from: start, steps: 5000)).end)
  }

  @Test("stops at the first step whose loss is low enough")
  func lossGoal() throws {
    let losses = try iteration.run(from: start, steps: 3000).losses()
    let first = losses.firstIndex { $0 <= 1e-3 }!
    var options = RunOptions()
    options.lossGoal = 1e-3
    let run = try iteration.run(from: start, steps: 3000, options)
    #expect(run.ending == .lossGoal && run.steps.last == first)
    #expect(run.losses() == Vector(losses.prefix(first + 1)))
  }

  @Test("stops at the first step whose gradient is small enough")
  func gradientGoal() throws {
    let all = try iteration.run(from: start, steps: 3000)
    let norms = (0...3000).map { rosenbrock.gradient(at: all.points.row($0)).norm() }
    let first = norms.firstIndex { $0 <= 0.1 }!
    var options = RunOptions()
    options.gradientGoal = 0.1
    options.recording = .every(1000)
    let run = try iteration.run(from: start, steps: 3000, options)
    #expect(run.ending == .gradientGoal && run.steps.last == first && run.end == all.points.row(first))
  }

  @Test("sees a goal that only its last step meets, and one that its start meets")
  func goalsAtTheEnds() throws {
    let losses = try iteration.run(from: start, steps: 3000).losses()
    let first = losses.firstIndex { $0 <= 1e-3 }!
    var options = RunOptions()
    options.lossGoal = 1e-3
    #expect(try iteration.run(from: start, steps: first, options).ending == .lossGoal)
    options.lossGoal = 1e6
    let run = try iteration.run(from: start, steps: 10, options)
    #expect(run.ending == .lossGoal && run.steps == [0])
  }

  @Test("stops where a function says so, with the memory of that step")
  func stoppingFunction() throws {
    var options = RunOptions()
    let short = try iteration.run(from: start, steps: 17)
    options.stop = { β, step in
      #expect(β == short.points.row(step))
      return step == 17
    }
    let run = try iteration.run(from: start, steps: 100, options)
    #expect(run.ending == .stopped && run.points == short.points && run.memory == short.memory)
  }

  @Test("that leaves the finite numbers ends at the last finite point and names the step", arguments: [1, 10, 1000])
  func divergence(every: Int) throws {
    let diverging = Iteration(GradientDescent(stepSize: 0.5), on: Objective(ProductLoss(y: 0.6)))
    var (β, steps) = (Vector([2.8, 3.5]), 0)
    while true {
      let g = diverging.objective.gradient(at: β)
      let next = β - g * 0.5
      if !next.isFinite { break }
      β = next
      steps += 1
    }
    var options = RunOptions()
    options.recording = .every(every)
    let run = try diverging.run(from: [2.8, 3.5], steps: 100_000, options)
    #expect(run.ending == .diverged(step: steps + 1) && run.steps.last == steps && run.end == β)
    #expect(run.points.isFinite)
  }

  @Test("of an ensemble marks members that diverge, and lets the others go on")
  func divergentMembers() throws {
    let gd = Iteration(GradientDescent(stepSize: 0.1), on: Objective(ProductLoss(y: 0.6)))
    let starts = Matrix([[0.5, 0.5], [20, 30], [1, 1], [100, 100]])
    let ensemble = try gd.run(fromRows: starts, steps: 300)
    let own = try (0..<4).map { try gd.run(from: starts.row($0), steps: 300) }
    for k in 0..<4 {
      #expect(ensemble.member(k).points == own[k].points && ensemble.member(k).ending == own[k].ending, "member \(k)")
    }
    #expect(ensemble.divergedAt[0] == nil && ensemble.divergedAt[1] != nil && ensemble.divergedAt[2] == nil)
  }

  @Test("polls and reports progress until it is done, and ends with what a callback throws")
  func callbacks() throws {
    struct Stop: Error {}
    var (polls, reports) = (0, [Int]())
    var options = RunOptions()
    options.recording = .last
    options.poll = { polls += 1 }
    options.progress = { progress in
      #expect(progress.all == 100_000)
      reports.append(progress.done)
    }
    _ = try iteration.run(from: start, steps: 100_000, options)
    #expect(polls > 3 && reports.last == 100_000 && reports == reports.sorted())
    options.poll = { throw Stop() }
    #expect(throws: Stop.self) { try iteration.run(from: start, steps: 100_000, options) }
  }
}
