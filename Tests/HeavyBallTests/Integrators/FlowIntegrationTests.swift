import Testing

@testable import HeavyBall

/// The flow of order 3 on the two-parameter model, η = 1e-3, µ = 0.7, to t = 2, with rtol 1e-10 and atol 1e-12.
@Suite("The flow's integration") struct FlowIntegrationTests {
  let start: Vector = [2.8, 3.5]
  /// SciPy 1.17.1, solve_ivp: what the solution is, and the evaluations (nfev) that it takes.
  let end: Vector = [0.2934174, 2.04486851]
  let evaluations = ["dopri5": (all: 1250, end: 1250), "dop853": (all: 791, end: 638)]

  @Test("takes as many evaluations as SciPy's, at most a tenth more", arguments: ["dopri5", "dop853"])
  func evaluations(name: String) throws {
    let integration = integration(name)
    let all = try integration.run(from: start, steps: 2000)
    var options = RunOptions()
    options.recording = .last
    let last = try integration.run(from: start, steps: 2000, options)
    for run in [all, last] {
      expectClose(run.end, end, 1e-8)
      expectClose(run.endTime, 2, 1e-15)
    }
    let (found, expected) = ((all.statistics!.evaluations, last.statistics!.evaluations), evaluations[name]!)
    #expect(Double(found.0) <= 1.1 * Double(expected.all), "\(found.0) for \(expected.all)")
    #expect(Double(found.1) <= 1.1 * Double(expected.end), "\(found.1) for \(expected.end)")
    #expect(all.end == last.end && all.steps.count == 2001 && last.steps == [2000])
  }

  @Test("ends at the same point by every method", arguments: Integrators.adaptive.map(\.name))
  func end(name: String) throws {
    var options = RunOptions()
    options.recording = .last
    let run = try integration(name).run(from: start, steps: 2000, options)
    expectClose(run.end, end, 1e-8)
    #expect(run.statistics!.acceptedSteps < 700 && run.statistics!.rejectedSteps < 5, "\(run.statistics!)")
  }

  @Test("is the same to the last bit when made again", arguments: Integrators.adaptive.map(\.name))
  func repeated(name: String) throws {
    let runs = try (0..<2).map { _ in try integration(name).run(from: start, steps: 300) }
    #expect(runs[0].points == runs[1].points && runs[0].statistics == runs[1].statistics)
  }

  @Test("goes on from where a trajectory ended", arguments: Integrators.adaptive.map(\.name))
  func goingOn(name: String) throws {
    let integration = integration(name)
    let whole = try integration.run(from: start, steps: 300)
    let first = try integration.run(from: start, steps: 100)
    let second = try integration.run(from: first, steps: 200)
    #expect(second.steps == Array(100...300) && second.points.row(0) == first.end)
    expectClose(second.endTime, 0.3, 1e-15)
    expectClose(second.end, whole.end, 1e-8)
    let faster = Integration(
      title: "", objective: integration.objective, schedule: integration.schedule, stepSize: 2e-3,
      method: integration.method)
    let third = try faster.run(from: first, steps: 100)
    expectClose(third.endTime, 0.3, 1e-15)
    expectClose(third.end, whole.end, 1e-8)
  }

  @Test("keeps every nth step, the first and the last", arguments: [1, 7, 1000])
  func recording(n: Int) throws {
    let all = try integration("dop853").run(from: start, steps: 100)
    var options = RunOptions()
    options.recording = .every(n)
    let some = try integration("dop853").run(from: start, steps: 100, options)
    #expect(some.steps == Array(Set([0, 100] + (0...100).filter { $0 % n == 0 })).sorted())
    for (row, step) in some.steps.enumerated() { #expect(some.points.row(row) == all.points.row(step)) }
  }

  @Test("keeps the solution at all times of the run when told so", arguments: Integrators.adaptive.map(\.name))
  func dense(name: String) throws {
    var options = IntegratorOptions()
    options.keepsDenseOutput = true
    let first = try integration(name, options).run(from: start, steps: 70)
    let second = try integration(name, options).run(from: first, steps: 130)
    #expect(first.dense!.range == 0...first.endTime && second.dense!.range == first.endTime...second.endTime)
    #expect(first.dense!.stepCount == first.statistics!.acceptedSteps)
    for run in [first, second] {
      for (row, t) in run.times.enumerated() { expectClose(run.dense!.value(at: t)!, run.points.row(row), 1e-13) }
    }
    #expect(first.dense!.value(at: -1e-9) == nil && first.dense!.value(at: first.endTime + 1e-9) == nil)
    #expect(try integration(name).run(from: start, steps: 7).dense == nil)
  }

  @Test("over no steps is its start", arguments: [RunOptions.Recording.every(1), .last])
  func nowhere(recording: RunOptions.Recording) throws {
    var options = RunOptions()
    options.recording = recording
    let run = try integration("dop853").run(from: start, steps: 0, options)
    #expect(run.steps == [0] && run.end == start && run.ending == .completed && run.statistics!.evaluations == 0)
  }

  private func integration(_ name: String, _ options: IntegratorOptions = IntegratorOptions()) -> Integration {
    let objective = Objective(ProductLoss(x: 1, y: 0.6))
    let flow = HeavyBallFlow(objective, stepSize: 1e-3, momentum: 0.7, order: 3)
    return Integration(
      title: flow.title, objective: objective, schedule: VectorField(flow.formula, of: objective.parameters),
      stepSize: 1e-3, method: Integrators.adaptive.first { $0.name == name }!, options: options)
  }
}
