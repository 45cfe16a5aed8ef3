import Testing

@testable import HeavyBall

@Suite("An integration that cannot go on") struct FailureTests {
  /// β̇ = β² from 1 is 1/(1 − t): it is infinite at t = 1.
  @Test("at a pole keeps what came before, and says at which step and time", arguments: Integrators.adaptive.map(\.name))
  func pole(name: String) throws {
    for recording in [RunOptions.Recording.every(1), .every(4), .last] {
      var options = RunOptions()
      options.recording = recording
      let run = try integration(name) { $0.squared() }.run(from: [1], steps: 20, options)
      guard case .stepTooSmall(let step, let time) = run.ending else {
        Issue.record("ended with \(run.ending)")
        continue
      }
      #expect(step == Int(time / 0.1) + 1)
      expectClose(time, 1, 1e-9)
      #expect(run.statistics?.time == time && run.steps.last == step - 1)
      if recording == .every(4) { #expect(run.steps.starts(with: [0, 4, 8])) }
      if recording == .last { #expect(run.steps.count == 1) }
      for (row, t) in run.times.enumerated() where t < 0.95 { expectClose(run.points[row, 0], 1 / (1 - t), 1e-8) }
    }
  }

  /// β̇ = 1/√(1 − β) reaches 1 at t = 2/3, beyond which the field is not a number.
  @Test("where the field is not a number says that it diverged", arguments: Integrators.adaptive.map(\.name))
  func edge(name: String) throws {
    let run = try integration(name) { 1 / Expression.sqrt(1 - $0) }.run(from: [0], steps: 20)
    #expect(run.ending == .diverged(step: 7) && run.steps == Array(0...6))
    expectClose(run.statistics!.time, 2.0 / 3, 1e-6)
    #expect(run.points.isFinite)
  }

  @Test("because its start is outside keeps the start", arguments: Integrators.adaptive.map(\.name))
  func start(name: String) throws {
    let run = try integration(name) { Expression.log($0) }.run(from: [-1], steps: 20)
    #expect(run.ending == .diverged(step: 1) && run.steps == [0] && run.end == [-1])
  }

  @Test("within the steps it was allowed says how far it got", arguments: Integrators.adaptive.map(\.name))
  func tooManySteps(name: String) throws {
    var limited = IntegratorOptions()
    limited.maxSteps = 5
    limited.firstStep = 1e-3
    for recording in [RunOptions.Recording.every(1), .every(3), .last] {
      var options = RunOptions()
      options.recording = recording
      let run = try integration(name, limited) { -$0 * 1e3 + 1e3 * Expression.sin($0 * 99) }
        .run(from: [1], steps: 20, options)
      guard case .tooManySteps(let step, let time) = run.ending else {
        Issue.record("ended with \(run.ending)")
        continue
      }
      #expect(time >= 0 && time < 2 && run.statistics!.acceptedSteps + run.statistics!.rejectedSteps == 5)
      #expect(run.steps.last == step - 1)
    }
  }

  @Test("because a callback throws ends with what it throws", arguments: Integrators.adaptive.map(\.name))
  func interrupt(name: String) throws {
    struct Stop: Error {}
    var options = RunOptions()
    options.recording = .last
    var polls = 0
    options.poll = {
      polls += 1
      if polls == 3 { throw Stop() }
    }
    #expect(throws: Stop.self) {
      try integration(name) { Expression.sin($0 * 1e7) * 1e7 + 1e7 }.run(from: [1], steps: 1_000_000, options)
    }
  }

  @Test("of one member leaves the others alone", arguments: Integrators.adaptive.map(\.name))
  func ensemble(name: String) throws {
    let integration = integration(name) { $0.squared() }
    let starts = Matrix([[1], [0.1], [-1], [0.7]])
    let ensemble = try integration.run(fromRows: starts, steps: 12)
    #expect(ensemble.divergedAt.map { $0 == nil } == [false, true, true, true])
    #expect(ensemble.steps == Array(0...12) && ensemble.count == 4)
    for k in 0..<4 {
      let own = try integration.run(from: starts.row(k), steps: 12)
      let member = ensemble.member(k)
      #expect(member.points == own.points && member.ending == own.ending && member.statistics == own.statistics)
      if k > 0 { #expect(ensemble.end.row(k) == own.end) }
    }
  }

  private func integration(
    _ name: String, _ options: IntegratorOptions = IntegratorOptions(), field: (Expression) -> Expression
  ) -> Integration {
    let β = Graph().input(.vector(1))
    return Integration(
      title: "", objective: KnownSolution.objective(1), schedule: VectorField(field(β), of: β), stepSize: 0.1,
      method: Integrators.adaptive.first { $0.name == name }!, options: options)
  }
}
