import HeavyBall
import LuaKit

/// What a call of `run`, `integrate` or `train` asks for, and how such a run is made.
struct RunRequest {
  let call: Call
  let start: Start
  private(set) var steps: Int
  var options = RunOptions()
  private let title: String
  private let sizes: Coefficient
  private var live: LivePlot?
  private let notes: (any TrajectoryNotes)?

  /// - Parameters:
  ///   - title: What runs, on the terminal's line.
  ///   - every: The parameter that says which steps are kept.
  ///   - notes: What is to be said of the run where it is printed.
  init(
    _ call: Call, on objective: Objective, title: String, sizes: Coefficient, start: Start? = nil, steps: Int,
    every: Parameter<RunOptions.Recording> = Run.every, notes: (Start) -> (any TrajectoryNotes)? = { _ in nil }
  ) throws {
    (self.call, self.steps, self.title, self.sizes) = (call, steps, title, sizes)
    self.start = try start ?? call.start(Run.start, for: objective)
    self.notes = notes(self.start)
    options.recording = try call[every]
    let state = try call.state
    options.poll = { try state.checkInterrupt() }
    try watch()
  }

  /// Ends the run where the rule says.
  ///
  /// - Parameter isFlow: Whether what runs has points between its steps.
  mutating func stop(by rule: StopRule?, isFlow: Bool = false) throws {
    guard let rule else { return }
    if options.batches != nil, let goal = rule.goal {
      throw call.error(
        "option 'stop.\(goal)' looks at all rows in every step, which a run on batches does not; give a function that looks now "
          + "and then", at: StopRule.parameter, goal)
    }
    if case .rows = start, rule.isWatching {
      throw call.error(
        "option 'stop' is for single runs: the members of an ensemble make their steps together", at: StopRule.parameter)
    }
    let begin: (Vector, Int)? =
      switch start {
      case .point(let v): (v, 0)
      case .trajectory(let t): (t.end, start.step)
      case .rows: nil
      }
    try rule.apply(to: &options, from: begin, isFlow: isFlow)
    steps = min(steps, rule.steps ?? steps)
  }

  /// Has the run measured as the option `record` says.
  ///
  /// - Parameter iteration: the method that makes the run, or the one that a flow models.
  mutating func record(on iteration: Iteration, isFlow: Bool = false) throws {
    options.observers = try RecordOptions.observers(call, on: iteration, isFlow: isFlow)
    if case .rows = start, !options.observers.isEmpty {
      throw call.error(
        "option 'record' is for single runs: run the members of an ensemble one by one to measure on the way",
        at: RecordOptions.parameter)
    }
    if options.batches != nil, options.observers.contains(where: { $0 is StepSmoothnessQuantity }) {
      throw call.fault(
        at: RecordOptions.parameter, StepSmoothnessQuantity.name,
        complaint: "looks along a step on all rows, which a run on batches does not make")
    }
  }

  private var mayStop: Bool {
    options.stop != nil || options.stopValue != nil || options.lossGoal != nil || options.gradientGoal != nil
  }

  /// Has the run watched as the options `progress` and `live` say.
  private mutating func watch() throws {
    let progress = try call[Run.progress]
    var origin: (step: Int, time: Double) = (0, 0)
    switch start {
    case .point: break
    case .trajectory(let t): origin = (start.step, t.endTime)
    case .rows:
      if try call[LivePlot.parameter].isWanted {
        throw call.error(
          "option 'live' is for single runs: run the members of an ensemble one by one to see each", at: LivePlot.parameter)
      }
    }
    var report: ((RunProgress) throws -> Void)?
    if case .function(let function) = progress {
      report = { _ = try function.call([.integer($0.done), .integer($0.all)]) }
    }
    if let live = try LivePlot(call, title: title, origin: origin, sizes: sizes) {
      self.live = live
      options.progress = {
        try report?($0)
        try live.look($0)
      }
    } else if let report {
      options.progress = report
    } else {
      options.showLine(progress, title: title)
    }
  }

  /// Holds that the points that will be kept fit into memory. A run that may stop early takes memory as it goes.
  func checkMemory(dimension: Int) throws {
    if mayStop { return }
    let members = if case .rows(let a) = start { a.rows } else { 1 }
    let measured = options.observers.reduce(0.0) { $0 + 2 * Double(steps / $1.every) }
    let kept = Double(options.keptCount(of: steps)) * Double(dimension * members) + measured
    try call.state.checkMemory(adding: Int(min(8 * kept, 1e18)))
  }

  /// Makes the run: keeps what an interrupted one had come to, draws the end of a picture, and says in the call's words
  /// where memory ends.
  func finish(_ run: (Start, Int, RunOptions) throws -> InterruptedWork) throws -> any LuaObject {
    var (options, reached) = (options, InterruptedWork?.none)
    options.interrupted = { reached = $0 }
    do {
      let made = try run(start, steps, options)
      if case .run(let trajectory) = made { try live?.finish(trajectory) }
      return object(made)
    } catch let error as LuaError where error.kind == .interrupted {
      guard let reached else { throw error }
      let work = object(reached)
      if try call.state.goesOn(with: work) { return work }
      throw error
    } catch let shortage as Memory.Shortage {
      throw call.error(shortage.purpose == .points ? "\(shortage) (every = n, or every = \"last\")" : "\(shortage)")
    }
  }

  private func object(_ work: InterruptedWork) -> any LuaObject {
    switch work {
    case .run(let trajectory): TrajectoryObject(trajectory, notes: notes)
    case .ensemble(let ensemble): EnsembleObject(ensemble, notes: notes)
    }
  }
}

extension RunOptions {
  /// A line on the terminal, where the run is long and nobody has said no.
  mutating func showLine(_ progress: Run.Progress?, title: String) {
    switch progress {
    case .function(let function): self.progress = { _ = try function.call([.integer($0.done), .integer($0.all)]) }
    case Run.Progress.none?: break
    case .line, nil:
      let line = ProgressLine(title: title)
      self.progress = { line.show($0) }
    }
  }
}

extension RunRequest {
  /// Makes the run of a method or a flow.
  func finish(_ runner: some Runner) throws -> any LuaObject {
    try checkMemory(dimension: runner.keptCount)
    return try finish { start, steps, options in
      switch start {
      case .point(let v): return .run(try runner.run(from: v, steps: steps, options))
      case .trajectory(let t): return .run(try runner.run(from: t, steps: steps, options))
      case .rows(let a): return .ensemble(try runner.run(fromRows: a, steps: steps, options))
      }
    }
  }
}
