import HeavyBall
import LuaKit

/// An optimizer on a loss: `optim.hb{loss = L, eta = 5e-3, mu = 0.7}`.
final class OptimizerObject: LuaObject {
  let name: String
  let iteration: Iteration
  private let loss: LossObject
  /// What it was made with, for print.
  private let settings: [(name: String, value: Coefficient)]
  /// How weight decay is made, where that is not the method's own way.
  private let kind: String
  /// Where the last run or step ended.
  private var latest: Trajectory?

  init<O: Optimizer>(
    _ optimizer: O, on loss: LossObject, weightDecay: WeightDecay, settings: [(name: String, value: Coefficient)],
    isFused: Bool, _ call: Call
  ) throws(LuaError) {
    name = O.name
    self.loss = loss
    let watch = call.watch(O.name)
    iteration = try Iteration(optimizer, on: loss.objective, weightDecay: weightDecay, isFused: isFused) {
      () throws(LuaError) in try watch.poll()
    }
    self.settings = settings
    let own = optimizer.weightDecay.isDecoupled
    kind = weightDecay.coefficient.constant == 0 || weightDecay.isDecoupled == own ? "" : ", decoupled = \(!own)"
  }

  /// A method of one's own.
  init(_ name: String, _ iteration: Iteration, on loss: LossObject) {
    (self.name, self.iteration, self.loss) = (name, iteration, loss)
    settings = [("eta", iteration.sizes)]
    kind = ""
  }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      OptimizerObject.self, "Optimizer", "A discrete method on a loss.", instanceName: "optimizer",
      [
        .property("name", "Its name: \"hb\".", .string) { $0.name },
        .property(
          "eta", "The step size: a number, that of step 1 where it changes, or a vector with one for each member.",
          .number.or(.object(VectorObject.self))
        ) { o -> Operand in o.iteration.sizes.members.map(Operand.vector) ?? .number(o.iteration.stepSize) },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { o in
          let settings = o.settings.map { "\($0.name) = \($0.value.words)" }.joined(separator: ", ") + o.kind
          return "Optimizer  \(o.iteration.title), \(settings), on \(o.iteration.objective.name)"
        },
        .method(
          "run", "Runs from a starting point, from every row of a matrix, or on from a trajectory's end.",
          [Run.start, Run.steps],
          options: [
            Run.every, StopRule.parameter, BatchOptions.parameter, Run.memory, momentumStart, Run.step, Run.progress,
            LivePlot.parameter,
            RecordOptions.parameter,
          ],
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: "optim.gd{loss = losses.product{y = 0.6}, eta = 5e-3}:run({2.8, 3.5}, 200):final()[1]  --> 0.299029"
        ) { o, call in Run.Result(value: try o.run(call)) },
        .method(
          "step", "One step on from where the last run or step ended, or the first from a starting point; returns the new point.",
          [begin], returns: .object(VectorObject.self),
          example: "optim.gd{loss = losses.product{y = 0.6}, eta = 0.1}:step({1, 1})[1]  --> 0.96"
        ) { o, call in VectorObject(try o.step(call)) },
      ])
  }

  /// What the limit form is followed back by: enough for flows of order 4.
  private static let settledOrder = 4

  private static let momentumStart = Parameter(
    "momentum", .string(oneOf: "rest", "settled"),
    "heavy ball's m at a start that is a point: 0, or \"settled\", as where it has run long, "
      + "diagnostics.slow_manifold's of order \(settledOrder)", default: "rest")

  /// A start with m settled.
  private func settled(_ call: Call) throws -> Start {
    func refusal(_ complaint: String) -> LuaError {
      call.fault(at: Self.momentumStart, complaint: "must be \"rest\" " + complaint)
    }
    guard let method = iteration.constantMethod, method.lookahead != 0 || method.momentum > 0 else {
      throw refusal(
        "for \(iteration.title): \"settled\" is for heavy ball and its family, of constant eta, mu and nu that are not both 0")
    }
    guard case .point(let β) = try call.start(Run.start, for: iteration.objective), try !call.has(Run.memory),
      try !call.has(Run.step)
    else { throw refusal("unless the start is a point, without memory or step") }
    let flow = HeavyBallFlow(
      iteration.objective, of: method, order: Self.settledOrder, form: .limit)
    let watch = call.watch(call.name)
    guard let start = try flow.settledStart(at: β, poll: { try watch.poll() }) else {
      throw refusal(
        "here: the limit form followed back from the start makes numbers that are not finite, or needs too many steps; eta "
          + "is too large")
    }
    return .trajectory(start)
  }

  private static let begin = Parameter("start", .points, "where to begin").optional

  private func run(_ call: Call) throws -> any LuaObject {
    var request = try RunRequest(
      call, on: iteration.objective, title: iteration.title, sizes: iteration.sizes, start: members(call) ?? resumed(call),
      steps: try call[Run.steps])
    request.options.batches = try BatchOptions.batches(call, of: iteration.objective, after: request.start)
    let rule = try call[StopRule.parameter]
    try request.stop(by: rule)
    try request.record(on: iteration)
    try call.checkSchedules(settings, steps: request.steps, from: request.start)
    let result = try request.finish(iteration)
    if let run = result as? TrajectoryObject { latest = run.trajectory }
    return result
  }

  /// The start of each member where coefficients differ among them: one point is the start of all.
  private func members(_ call: Call) throws -> Start? {
    guard let count = iteration.members else { return nil }
    switch try call.start(Run.start, for: iteration.objective) {
    case .point(let v):
      return .rows(Matrix(rows: count, columns: v.count, elements: Array(repeatElement(v.elements, count: count).joined())))
    case .rows(let a) where a.rows == count: return .rows(a)
    case .rows(let a):
      throw call.fault(
        at: Run.start, complaint: "must be one point or \(count), as many as the vectors of numbers have elements, got \(a.rows)")
    case .trajectory:
      throw call.fault(at: Run.start, complaint: "must be one point or \(count): an ensemble goes on from no trajectory")
    }
  }

  /// The start with what the method remembered there, where the options give it; nil without them.
  private func resumed(_ call: Call) throws -> Start? {
    if try call[Self.momentumStart] == "settled" { return try settled(call) }
    guard try call.has(Run.memory) || call.has(Run.step) else { return nil }
    guard case .point(let v) = try call.start(Run.start, for: iteration.objective) else {
      throw call.error("options 'memory' and 'step' are for a start that is one point", at: Run.start)
    }
    let step = try call[Run.step], limit = 100_000_000
    if step > limit, try iteration.sizes.schedule != nil || call.has(BatchOptions.parameter) {
      throw call.fault(
        at: Run.step,
        complaint: "must be at most \(limit) where step sizes change or rows are drawn: all before it are gone through")
    }
    return .trajectory(
      Trajectory(
        resuming: v, step: step, memory: try memory(call), of: iteration.objective, stepSize: iteration.stepSize))
  }

  /// The vectors of the option 'memory', by the names that the method has for them.
  private func memory(_ call: Call) throws -> [String: Vector] {
    guard let table = try call[Run.memory] else { return [:] }
    let known = iteration.memory
    var result: [String: Vector] = [:]
    for (key, value) in table {
      guard let variable = key.text.flatMap({ name in known.first { $0.name == name } }) else {
        let names = known.isEmpty ? "nothing" : known.map { "'\($0.name)'" }.joined(separator: ", ")
        throw call.error(
          "option 'memory' has an unknown field \(key.briefly) (\(iteration.title) remembers \(names))", at: Run.memory,
          key.text ?? "")
      }
      let rows = value.table.flatMap { table in table.holdsRows ? try? Operand.matrix(table.rows()) : nil }
      guard let operand = rows ?? Operand(value), operand.description == variable.shape.description,
        case let v = Vector(operand.elements), v.isFinite
      else {
        let wanted =
          switch variable.shape {
          case .scalar: "a finite number"
          case .vector(let n): "a vector of \(n) finite numbers"
          case .matrix(let rows, let columns): "a \(rows)x\(columns) matrix of finite numbers"
          }
        throw call.fault(at: Run.memory, variable.name, complaint: "must be \(wanted)")
      }
      result[variable.name] = v
    }
    return result
  }

  private func step(_ call: Call) throws -> Vector {
    if iteration.members != nil { throw call.error("a method with a number for each member makes ensembles; see run") }
    let start: Start
    switch try call.start(Self.begin, for: iteration.objective) {
    case .rows?: throw call.fault(at: Self.begin, complaint: "must be one point")
    case let given?: start = given
    case nil:
      guard let latest else { throw call.error("where from? Give a starting point to the first step, or run before") }
      start = .trajectory(latest)
    }
    try call.checkSchedules(settings, steps: 1, from: start)
    var options = RunOptions()
    options.recording = .last
    options.batches = BatchOptions.continued(from: start, on: iteration.objective)
    let latest =
      switch start {
      case .trajectory(let t): try iteration.run(from: t, steps: 1, options)
      case .point, .rows: try iteration.run(from: start.rows.row(0), steps: 1, options)
      }
    self.latest = latest
    if case .diverged(let step) = latest.ending {
      throw call.error("step \(step) makes a number that is not finite")
    }
    return latest.end
  }
}
