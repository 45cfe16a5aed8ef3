import Testing

@testable import HeavyBall

/// What a run had come to is handed over where something that it calls throws, and is the beginning of the whole run.
@Suite("An interrupted run") struct InterruptedTests {
  struct Stop: Error {}

  let rosenbrock = Objective(RosenbrockLoss())
  let start: Vector = [-1.2, 1]
  var iteration: Iteration { Iteration(HeavyBallMethod(stepSize: 1e-3, momentum: 0.9), on: rosenbrock) }

  /// What is left of a run that throws.
  private func part(_ options: RunOptions, _ run: (RunOptions) throws -> Void) -> InterruptedWork? {
    var (options, part) = (options, InterruptedWork?.none)
    options.interrupted = { part = $0 }
    #expect(throws: Stop.self) { try run(options) }
    return part
  }

  /// Throws when it is asked for the nth time.
  private func throwing(_ n: Int) -> () throws -> Void {
    var times = 0
    return {
      times += 1
      if times >= n { throw Stop() }
    }
  }

  static let kept: [RunOptions.Recording] = [.every(1), .every(7), .last]

  @Test("in a poll, a stopping function, an observer or a report is the beginning of the whole one", arguments: kept, 0..<4)
  func beginning(recording: RunOptions.Recording, place: Int) throws {
    var options = RunOptions()
    options.recording = recording
    let stop = throwing(4)
    switch place {
    case 0: options.poll = stop
    case 1: options.progress = { _ in try stop() }
    case 2:
      let stop = throwing(40)
      options.stop = { _, _ in
        try stop()
        return false
      }
    default: options.observers = [Thrower(stop)]
    }
    guard case .run(let run)? = part(options, { _ = try iteration.run(from: start, steps: 100_000, $0) }) else {
      Issue.record("nothing is left")
      return
    }
    let last = try #require(run.steps.last)
    #expect(run.ending == .interrupted && last < 100_000)
    let all = try iteration.run(from: start, steps: last + 5)
    for (row, step) in run.steps.enumerated() { #expect(run.points.row(row) == all.points.row(step)) }
    let expected: [Int] =
      switch recording {
      case .every(let n): Set((0...last).filter { $0 % n == 0 } + [last]).sorted()
      case .last: [last]
      }
    #expect(run.steps == expected)
    // It goes on to the same bits, momentum included.
    #expect(try iteration.run(from: run, steps: 5).end == all.end)
  }

  @Test("of an ensemble has its members as far as they came", arguments: [1, 2, 5])
  func ensemble(polls: Int) throws {
    // Other threads may have done all of it before the caller's is asked for the second time.
    Threads.limit(to: 1)
    defer { Threads.limit(to: .max) }
    let starts = Matrix((0..<5000).map { [-1.2 + 1e-4 * Double($0), 1] })
    var options = RunOptions()
    options.poll = throwing(polls)
    options.recording = .every(10)
    guard case .ensemble(let part)? = part(options, { _ = try iteration.run(fromRows: starts, steps: 20, $0) }) else {
      Issue.record("nothing is left")
      return
    }
    #expect(part.count == 5000 && part.end.rows == 5000 && part.endings.contains(.interrupted))
    for k in 0..<part.count where part.endings[k] != .interrupted {
      #expect(part.endings[k] == .completed && part.member(k).steps.last == 20)
    }
    for k in [0, 1, 4998, 4999] {
      let member = part.member(k)
      let whole = try iteration.run(from: starts.row(k), steps: 20)
      for (row, step) in member.steps.enumerated() { #expect(member.points.row(row) == whole.points.row(step)) }
      #expect(member.steps[0] == 0 && member.ending == part.endings[k])
    }
  }

  @Test("of a flow ends at a step of eta on the solution", arguments: Integrators.adaptive.map(\.name), kept)
  func flow(name: String, recording: RunOptions.Recording) throws {
    for form in FlowForm.allCases {
      let flow = HeavyBallFlow(rosenbrock, stepSize: 1e-4, momentum: 0.5, order: 2, form: form)
      let method = Integrators.adaptive.first { $0.name == name }!
      var options = RunOptions()
      options.recording = recording
      options.poll = throwing(3)
      // Steps that are short, so that it is not over before it is asked.
      var limits = IntegratorOptions()
      limits.maxStep = 3.3e-4
      let runner = flow.run(method, limits)
      guard case .run(let part)? = part(options, { _ = try runner.run(from: start, steps: 5000, $0) }) else {
        Issue.record("nothing is left of form \(form)")
        continue
      }
      let last = try #require(part.steps.last)
      #expect(part.ending == .interrupted && last < 5000)
      if recording == .every(1) { #expect(part.steps == Array(0...last)) }
      if last > 0 { #expect(part.statistics!.evaluations + part.statistics!.expansions > 0) }
      let whole = try runner.run(from: start, steps: max(last, 1), RunOptions())
      expectClose(part.end, whole.points.row(last), 1e-8)
    }
  }

  @Test("of members one after another has those that are done")
  func members() throws {
    let flow = HeavyBallFlow(rosenbrock, stepSize: 1e-4, momentum: 0.5, order: 1, form: .limit)
    var options = RunOptions()
    let stop = throwing(60)
    options.progress = { _ in try stop() }
    let starts = Matrix((0..<200).map { [Double($0) / 200, 1] })
    let runner = flow.run(DormandPrince853())
    guard case .ensemble(let part)? = part(options, { _ = try runner.run(fromRows: starts, steps: 5, $0) }) else {
      Issue.record("nothing is left")
      return
    }
    let done = part.endings.prefix { $0 == .completed }.count
    #expect(done > 0 && done < 200 && part.endings[done...].allSatisfy { $0 == .interrupted } && part.count == 200)
    #expect(part.member(0).end == (try runner.run(from: starts.row(0), steps: 5, RunOptions())).end)
    #expect(part.member(199).steps == [0] && part.end.row(199) == starts.row(199))
  }

  @Test("of an order of error has the step sizes that were measured")
  func order() throws {
    let flow = { (η: Double) in HeavyBallFlow(RosenbrockLoss().objective, stepSize: η, momentum: 0.5, order: 1) }
    var options = RunOptions()
    var part: OrderOfError?
    options.progress = { if $0.done > 30 { throw Stop() } }
    let sizes = [1e-3, 5e-4, 2.5e-4]
    #expect(throws: Stop.self) {
      _ = try OrderOfError.measure(
        of: flow, from: start, duration: 0.01, stepSizes: sizes, options, interrupted: { part = $0 })
    }
    let whole = try OrderOfError.measure(of: flow, from: start, duration: 0.01, stepSizes: sizes)
    let found = try #require(part)
    #expect(found.errors.count == 1 && found.errors[0] == whole.errors[0] && found.slopes == [])
  }

  private final class Thrower: Observer {
    let name = "thrower"
    let every = 3
    private let stop: () throws -> Void
    init(_ stop: @escaping () throws -> Void) { self.stop = stop }
    func observe(_ moment: Moment) throws -> Measurement {
      try stop()
      return .number(0)
    }
  }
}

extension RosenbrockLoss {
  fileprivate var objective: Objective { Objective(self) }
}
