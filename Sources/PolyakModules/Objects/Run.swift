import HeavyBall
import LuaKit

/// What `run` and `integrate` share: a start, a number of steps, how to record, stop and watch.
enum Run {
  static let start = Parameter.positional("start", .points, "a point, a matrix with one in each row, or a trajectory to go on from")
  static let steps = Parameter.positional("steps", .integer(in: 1...1_000_000_000_000_000), "how many steps")
  static let every = Parameter.option(
    "every", ParameterType.positiveInteger.or(.string(oneOf: "last")), default: 1, "keep every nth step, or \"last\" alone")
  static let progress = Parameter.option(
    "progress", ParameterType.function.or(.boolean), default: nil,
    "called now and then with the steps done and the steps in all; false: no line on the terminal where a run is long")

  static let parameters: [Parameter] = [
    start, steps, every,
    .option(
      "stop", ParameterType.table.or(.function), default: nil,
      "{loss =, gradient =, steps =}: stop at the first step with a loss, or a norm of the gradient, that low; or a "
        + "function of the point and the step's number that returns true to stop"),
    .option(
      "memory", .table, default: nil,
      "what the method remembered at the start, as trajectory.memory has it: to go on from a point that was saved"),
    .option("step", .integer(in: 0...), default: nil, "the number of the start's step, where it is such a point; 0 if left out"),
    progress, LivePlot.parameter,
  ]

  /// A trajectory or an ensemble.
  struct Result: LuaRepresentable {
    let value: any LuaObject
    func luaValue(in state: LuaState) -> LuaValue { .object(value) }
  }

  /// - Parameter flow: what runs, where it is a flow.
  static func run(
    _ runner: some Runner, _ call: Call, observers: [any Observer] = [], flow: HeavyBallFlow? = nil
  ) throws -> any LuaObject {
    var steps = try call.integer("steps")
    var options = RunOptions()
    options.observers = observers
    options.recording = call.raw("every").integer.map { .every($0) } ?? .last
    let state = call.state
    options.poll = { try state.checkInterrupt() }
    var start = try call.start(for: runner.objective)
    if call.declares("memory"), call.has("memory") || call.has("step") {
      guard case .point(let v) = start else {
        throw call.error("options 'memory' and 'step' are for a start that is one point")
      }
      start = .trajectory(
        Trajectory(
          resuming: v, step: try call.integerIfPresent("step") ?? 0, memory: try memory(call, runner), of: runner.objective,
          stepSize: runner.stepSize))
    }
    if call.declares("stop") { try readStop(call, &options, &steps) }
    let live = try readProgress(call, runner, start, &options)
    // A run that may stop early takes memory as it goes.
    if options.stop == nil, options.lossGoal == nil, options.gradientGoal == nil {
      let members = if case .rows(let a) = start { a.rows } else { 1 }
      let measured = observers.reduce(0.0) { $0 + 2 * Double(steps / $1.every) }
      let kept = Double(options.keptCount(of: steps)) * Double(runner.objective.dimension * members) + measured
      try state.checkMemory(adding: Int(min(8 * kept, 1e18)))
    }
    let notes = flow.map { FlowNotes($0, from: start.rows) }
    let part = keepInterrupted(&options, notes)
    do {
      switch start {
      case .point(let v):
        let run = try runner.run(from: v, steps: steps, options)
        try live?.finish(run)
        return TrajectoryObject(run, notes: notes)
      case .trajectory(let t):
        let run = try runner.run(from: t, steps: steps, options)
        try live?.finish(run)
        return TrajectoryObject(run, notes: notes)
      case .rows(let a):
        if options.lossGoal != nil || options.gradientGoal != nil || options.stop != nil {
          throw call.error("option 'stop' is for single runs: the members of an ensemble make their steps together")
        }
        if !observers.isEmpty {
          throw call.error(
            "option 'record' is for single runs: run the members of an ensemble one by one to measure on the way")
        }
        return EnsembleObject(try runner.run(fromRows: a, steps: steps, options), notes: notes)
      }
    } catch let error as LuaError where error.kind == .interrupted {
      part.handOver(to: state)
      throw error
    } catch let shortage as Memory.Shortage {
      throw call.error(shortage.purpose == .points ? "\(shortage) (every = n, or every = \"last\")" : "\(shortage)")
    }
  }

  /// What an interrupted run had come to.
  final class Part {
    fileprivate var work: (any LuaObject)?

    func handOver(to state: LuaState) {
      if let work { state.keepInterrupted?(work) }
    }
  }

  /// Has what a run had come to kept where it is interrupted.
  static func keepInterrupted(_ options: inout RunOptions, _ notes: FlowNotes? = nil) -> Part {
    let part = Part()
    options.interrupted = { work in
      part.work = switch work {
      case .run(let run): TrajectoryObject(run, notes: notes)
      case .ensemble(let ensemble): EnsembleObject(ensemble, notes: notes)
      }
    }
    return part
  }

  /// Has a run watched as the options `progress` and `live` say.
  ///
  /// - Returns: The picture that the run's end belongs into.
  static func readProgress(
    _ call: Call, _ runner: some Runner, _ start: Start, _ options: inout RunOptions
  ) throws -> LivePlot? {
    let origin: Double
    switch start {
    case .point: origin = 0
    case .trajectory(let t): origin = t.endTime
    case .rows:
      guard !call.raw("live").isTrue else {
        throw call.error("option 'live' is for single runs: run the members of an ensemble one by one to see each")
      }
      origin = 0
    }
    guard let live = try LivePlot(call, title: runner.title, origin: origin, stepSize: runner.stepSize) else {
      readProgress(call, title: runner.title, &options)
      return nil
    }
    let progress = call.raw("progress").function
    options.progress = {
      _ = try progress?.call([.integer($0.done), .integer($0.all)])
      try live.look($0)
    }
    return live
  }

  /// The function given, or else a line on the terminal.
  static func readProgress(_ call: Call, title: String, _ options: inout RunOptions) {
    if let progress = call.raw("progress").function {
      options.progress = { _ = try progress.call([.integer($0.done), .integer($0.all)]) }
    } else if call.raw("progress").boolean != false, let line = ProgressLine(title: title) {
      options.progress = { line.show($0) }
    }
  }

  /// The vectors of the option 'memory', by the names that the method has for them.
  private static func memory(_ call: Call, _ runner: some Runner) throws -> [String: Vector] {
    guard let table = try call.tableIfPresent("memory") else { return [:] }
    let known = runner.memory
    var result: [String: Vector] = [:]
    for (key, value) in table {
      guard let variable = key.text.flatMap({ name in known.first { $0.name == name } }) else {
        let names = known.isEmpty ? "nothing" : known.map { "'\($0.name)'" }.joined(separator: ", ")
        throw call.error("option 'memory' has an unknown field \(key.briefly) (\(runner.title) remembers \(names))")
      }
      guard case .vector(let v)? = Operand(value), v.count == variable.shape.count, v.isFinite else {
        throw call.error("option 'memory.\(variable.name)' must be a vector of \(variable.shape.count) finite numbers")
      }
      result[variable.name] = v
    }
    return result
  }

  private static let goals = ["loss", "gradient", "steps"]

  private static func readStop(_ call: Call, _ options: inout RunOptions, _ steps: inout Int) throws {
    if let function = call.raw("stop").function {
      options.stop = { β, step in
        try function.call([.object(VectorObject(β)), .integer(step)]).first?.isTrue ?? false
      }
    } else if let table = call.raw("stop").table {
      for (key, value) in table {
        guard let name = key.text, goals.contains(name) else {
          let known = goals.map { "'\($0)'" }.joined(separator: ", ")
          let nearest = key.text.flatMap { nearestSpelling(of: $0, among: goals) }
          let hint = nearest.map { "did you mean '\($0)'?" } ?? "known are \(known)"
          throw call.error("option 'stop' has an unknown field \(key.briefly) (\(hint))")
        }
        guard let x = value.number, x.isFinite, name != "gradient" || x >= 0,
          name != "steps" || value.integer.map({ $0 >= 1 }) == true
        else {
          let kind = name == "steps" ? "an integer >= 1" : name == "gradient" ? "a number >= 0" : "a finite number"
          throw call.error("option 'stop.\(name)' must be \(kind), got \(value.briefly)")
        }
        switch name {
        case "loss": options.lossGoal = x
        case "gradient": options.gradientGoal = x
        default: steps = min(steps, value.integer ?? steps)
        }
      }
    }
  }
}
