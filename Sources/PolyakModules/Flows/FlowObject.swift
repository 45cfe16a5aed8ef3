import HeavyBall
import LuaKit

private enum Field {
  static let rest = Parameter(
    "m",
    ParameterType<Vector>.vector.map { Rest.momentum($0) }.or(
      ParameterType.integer(in: 0...Run.stepRange.upperBound).map { .step($0) }),
    "heavy ball's momentum there, in phase space, 0 where it is left out; in the piecewise form, in its place, k: the step whose "
      + "field it is, from 0 on"
  ).optional

  static let momentum = Parameter("m", .vector, "heavy ball's momentum there, 0 where it is left out").optional

  static let step = Parameter(
    "k", .integer(in: 0...Run.stepRange.upperBound), "where eta, mu or nu change, the step whose numbers they are, from 0 on",
    default: 0)

  enum Rest {
    case step(Int)
    case momentum(Vector)
  }
}

private let startMomenta = Parameter(
  "m", VectorOrMatrix.type,
  "in phase space m at a start that is a point, or a row for each row of a matrix, 0 where it is left out"
).optional

private let integrateOptions: [AnyParameter] =
  IntegrateOptions.parameters + [
    startMomenta, MomentumStart.parameter, ErrorOption.parameter, BatchOptions.parameter, Run.every, StopRule.parameter,
    RecordOptions.parameter, Run.progress,
    LivePlot.parameter,
  ]

private let methodStart = Parameters.beta.described("heavy ball's start")

/// A heavy-ball flow in Lua's hands: `hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = 3}`.
final class FlowObject: LuaObject {
  let flow: HeavyBallFlow
  private let order: FlowOrder
  /// The batches of runs that are given no others.
  let batches: Batches?
  private let loss: LossObject

  /// - Parameters:
  ///   - loss: The object that was given; a flow on another objective has one of its own.
  ///   - order: How it comes to its order, where its own is nothing.
  init(_ flow: HeavyBallFlow, on loss: LossObject, order: FlowOrder = .given, batches: Batches? = nil) {
    (self.flow, self.order, self.batches) = (flow, order, batches)
    self.loss = flow.objective === loss.objective ? loss : LossObject(flow.objective)
  }

  /// Before anything is computed with it: where that takes long it can be interrupted.
  private func prepare(_ flow: HeavyBallFlow, _ call: Call) throws {
    let watch = call.watch(flow)
    try flow.prepare { () throws(LuaError) in try watch.poll() }
  }

  /// The flow that begins at some points, each with its m: of the order that is the best there, where that is asked for.
  private func flow(at points: [(β: Vector, m: Vector)], _ call: Call) throws -> HeavyBallFlow {
    guard order == .best else { return flow }
    let watch = call.watch(call.name)
    return try flow.ofBestOrder(at: points) { () throws(LuaError) in try watch.poll() }
  }

  private func field(_ call: Call) throws -> Results {
    let β = try call.point(Parameters.beta, for: flow.objective)
    let rest = try call[Field.rest]
    try checkOrder(call)
    if flow.form == .phase { return try phaseField(at: β, rest, call) }
    if try call.has(Field.step) {
      throw call.fault(at: Field.step, complaint: "is for form 'phase'; the piecewise form's k is the second argument")
    }
    try prepare(flow, call)
    switch rest {
    case nil where flow.changes: throw call.error("needs k, the step, where eta, mu or nu change", at: Field.rest)
    case nil: return Results(VectorObject(flow.field(at: β)))
    case .momentum:
      throw call.fault(
        at: Field.rest, complaint: "is for form 'phase': the field of form '\(flow.form.rawValue)' is of beta alone")
    case .step(let k):
      guard flow.form == .piecewise else {
        throw call.error(
          "k is for form 'piecewise': the field of form '\(flow.form.rawValue)' has no steps", at: Field.rest)
      }
      try call.checkSchedules(schedules, inSteps: 1...k + 1)
      return Results(VectorObject(flow.field(at: β, step: k)))
    }
  }

  /// Holds that the order is known before anything runs.
  private func checkOrder(_ call: Call) throws {
    if order == .auto { throw call.error("the flow has no order yet: with order \"auto\" integrate finds it") }
  }

  private func phaseField(at β: Vector, _ rest: Field.Rest?, _ call: Call) throws -> Results {
    if case .step = rest {
      throw call.fault(
        at: Field.rest, complaint: "must be m, a vector, in form 'phase', whose step k is the third argument")
    }
    let given: Vector? = if case .momentum(let m)? = rest { m } else { nil }
    let m = try momentum(given, Field.rest, call)
    let k = try step(call)
    let flow = try flow(at: [(β, m)], call)
    if flow.changes, flow.coefficients.stepSize.value(at: k + 1) <= 0 {
      throw call.fault(at: Field.step, complaint: "must be a step with eta > 0, got \(k): beta and m jump in it")
    }
    try prepare(flow, call)
    guard flow.hasMomentum else { return Results(VectorObject(flow.field(at: β)), VectorObject(m * 0)) }
    let field = flow.field(at: β, momentum: m, step: k)
    return Results(VectorObject(field.position), VectorObject(field.momentum))
  }

  /// The step whose field or r is asked for, of right numbers.
  private func step(_ call: Call) throws -> Int {
    let k = try call[Field.step]
    try call.checkSchedules(schedules, inSteps: k + 1...k + 1)
    return k
  }

  /// What may change from step to step.
  private var schedules: [(name: String, value: Coefficient)] {
    let numbers = flow.coefficients
    return [("eta", numbers.stepSize), ("mu", numbers.momentum), ("nu", numbers.lookahead)]
  }

  /// m as it was given; 0 where it was not.
  private func momentum(_ given: Vector?, _ parameter: AnyParameter, _ call: Call) throws -> Vector {
    guard let given else { return Vector(repeating: 0, count: flow.objective.dimension) }
    guard given.count == flow.objective.dimension else {
      throw call.fault(at: parameter, complaint: "must have \(call.parameters(flow.objective)), got \(given.count)")
    }
    return given
  }

  private func bestOrder(_ call: Call) throws -> Int {
    try checkOrder(call)
    let β = try call.point(Parameters.beta, for: flow.objective)
    let m = try momentum(try call[Field.momentum], Field.momentum, call)
    guard flow.form == .phase else {
      throw call.error("is for flows in form 'phase', got form '\(flow.form.rawValue)'")
    }
    try call.checkFinite(β, Parameters.beta)
    try call.checkFinite(m, Field.momentum)
    let watch = call.watch(call.name)
    guard let own = try flow.bestOrder(at: β, momentum: m, poll: { () throws(LuaError) in try watch.poll() }) else {
      throw call.error("the field's terms at beta and m are no finite numbers")
    }
    return order == .best ? try flow(at: [(β, m)], call).order : own
  }

  private func integrate(_ call: Call) throws -> any LuaObject {
    let start = try call.start(Run.start, for: flow.objective)
    let m = try momenta(at: start, call)
    let batches = try batches(after: start, call)
    let isSettled = try call[MomentumStart.parameter] == .settled
    var begin = beginning(start, m)
    if isSettled { try checkSettled(start, hasMomenta: m != nil, call) }
    let flow = try flow(at: places(begin, m), call)
    if isSettled, order != .auto { begin = .trajectory(try MomentumStart.settled(flow, at: start.rows.row(0), call)) }
    let error = try call[ErrorOption.parameter]
    if error.isCarried { try ErrorOption.check(flow, call, start: begin) }
    switch (error, order) {
    case (.within(let tolerance), .auto):
      return try ErrorOption.lowest(within: tolerance, of: flow, call) {
        let own = try isSettled ? .trajectory(MomentumStart.settled($0, at: start.rows.row(0), call)) : begin
        return try integrate($0, call, own, m, batches, hasError: true)
      }
    case (_, .auto):
      throw call.fault(at: ErrorOption.parameter, complaint: "must be a number > 0 with order \"auto\", which it chooses")
    case (.within, _):
      throw call.fault(
        at: ErrorOption.parameter, complaint: "must be true or false with a given order: a number chooses order \"auto\"")
    default: return try integrate(flow, call, begin, m, batches, hasError: error.isCarried)
    }
  }

  private func integrate(
    _ flow: HeavyBallFlow, _ call: Call, _ begin: Start, _ m: VectorOrMatrix?, _ batches: Batches?, hasError: Bool
  ) throws -> any LuaObject {
    let stop = try call[StopRule.parameter], isRecorded = try call.has(RecordOptions.parameter)
    let isSolved = stop?.isWatching == true || isRecorded || m?.isOfRows == true
    var runner = try IntegrateOptions.runner(of: flow, call, isWatched: isSolved, isOnBatches: batches != nil, hasError: hasError)
    if isRecorded {
      let watch = call.watch(call.name)
      runner = try runner.measured { () throws(LuaError) in try watch.poll() }
    }
    var request = try RunRequest(
      call, on: runner.objective, title: runner.title, sizes: flow.coefficients.stepSize, start: begin,
      steps: try call[Run.steps]
    ) {
      FlowNotes(flow, from: $0)
    }
    request.options.batches = batches
    try request.stop(by: stop, isFlow: true)
    if let method = runner.observedMethod { try request.record(on: method, isFlow: true) }
    try call.checkSchedules(schedules, steps: request.steps, from: begin)
    try checkDurations(steps: request.steps, from: begin, call)
    guard case .matrix(let momenta)? = m, flow.hasMomentum || batches != nil else { return try request.finish(runner) }
    try request.checkMemory(dimension: runner.keptCount)
    return try request.finish { start, steps, options in
      .ensemble(try runner.run(fromRows: start.rows, momenta: momenta, steps: steps, options))
    }
  }

  /// Holds that the momentum may be settled at the start.
  private func checkSettled(_ start: Start, hasMomenta: Bool, _ call: Call) throws {
    try MomentumStart.check(flow, MomentumStart.parameter, call)
    guard case .point = start, !hasMomenta else {
      throw call.fault(at: MomentumStart.parameter, complaint: "must be \"rest\" unless the start is a point, and m is not given")
    }
  }

  /// Holds that steps take some time in the piecewise form.
  private func checkDurations(steps: Int, from start: Start, _ call: Call) throws {
    guard flow.form == .piecewise, let schedule = flow.coefficients.stepSize.schedule else { return }
    for k in 1...start.step + min(steps, 1 << 20) where schedule.value(at: k) <= 0 {
      throw call.error("'eta' is 0 in step \(k): the field of form 'piecewise' takes the time eta")
    }
  }

  /// The m that is asked for at the start, of its shape.
  private func momenta(at start: Start, _ call: Call) throws -> VectorOrMatrix? {
    guard let m = try call[startMomenta] else { return nil }
    guard flow.form == .phase else {
      throw call.fault(at: startMomenta, complaint: "is for form 'phase', got form '\(flow.form.rawValue)'")
    }
    let p = flow.objective.dimension
    switch (start, m) {
    case (.trajectory, _):
      throw call.fault(at: startMomenta, complaint: "is for a start that is a point: a trajectory has its own, memory.m")
    case (.point, .vector(let v)): _ = try momentum(v, startMomenta, call)
    case (.rows(let a), .matrix(let m)) where m.rows == a.rows && m.columns == p: break
    case (.point, .matrix(let m)):
      throw call.fault(at: startMomenta, complaint: "must be a vector of \(p), got a \(m.rows)x\(m.columns) matrix")
    case (.rows(let a), _):
      throw call.fault(
        at: startMomenta, complaint: "must be a \(a.rows)x\(p) matrix, a row for each start, got \(m.words)")
    }
    switch m {
    case .vector(let v): try call.checkFinite(v, startMomenta)
    case .matrix(let a): try call.checkFinite(a, startMomenta)
    }
    return m
  }

  /// The batches of a run in phase space.
  private func batches(after start: Start, _ call: Call) throws -> Batches? {
    if flow.form == .phase {
      return try BatchOptions.batches(call, of: flow.objective, after: start, otherwise: batches)
    }
    if try BatchOptions.areWanted(call) {
      throw call.fault(
        at: BatchOptions.parameter, complaint: "is for form 'phase', whose steps may differ, got form '\(flow.form.rawValue)'")
    }
    return nil
  }

  /// A point with the m that is given there as what goes on from it.
  private func beginning(_ start: Start, _ m: VectorOrMatrix?) -> Start {
    guard case .point(let β) = start, case .vector(let m)? = m else { return start }
    return .trajectory(
      Trajectory(resuming: β, step: 0, memory: ["m": m], of: flow.objective, stepSize: flow.stepSize))
  }

  /// Where the flow begins, with m.
  private func places(_ start: Start, _ m: VectorOrMatrix?) -> [(β: Vector, m: Vector)] {
    let rest = Vector(repeating: 0, count: flow.objective.dimension)
    switch start {
    case .point(let β): return [(β, rest)]
    case .trajectory(let t):
      let m = t.memory["m"] ?? rest
      return [(t.end, m.count == rest.count ? m : rest)]
    case .rows(let a):
      return (0..<a.rows).map { i in
        if case .matrix(let m)? = m { (a.row(i), m.row(i)) } else { (a.row(i), rest) }
      }
    }
  }

  static var luaClass: ClassDeclaration {
    let phaseExample = "hbf.flow{loss = losses.product{y = 0.6}, eta = 5e-3, mu = 0.7, order = 2, form = \"phase\"}"
    let example = "hbf.flow{loss = losses.product{y = 0.6}, eta = 5e-3, mu = 0.7, order = 2, form = \"limit\"}"
    return ClassDeclaration(
      FlowObject.self, "Flow", "The continuous model of heavy ball on a loss.", instanceName: "flow",
      [
        .property("eta", "The step size that is modelled; that of step 1 where it changes.", .number) { $0.flow.stepSize },
        .property("mu", "The momentum that is modelled; that of step 1 where it changes.", .number) { $0.flow.momentum },
        .property("nu", "How far ahead the modelled method takes its gradient; 0 is heavy ball.", .number) { $0.flow.lookahead },
        .property(
          "order",
          "The order of the field's truncation; \"best\" where it is found where a run begins, \"auto\" where a run's error "
            + "asks for it.",
          LuaType.integer.or(.string)
        ) { f -> LuaValue in f.order.value(of: f.flow) },
        .property("form", "\"piecewise\", \"limit\", \"matched\" or \"phase\".", .string) { $0.flow.form.rawValue },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { f in
          let (flow, numbers) = (f.flow, f.flow.coefficients)
          let nu = numbers.lookahead.constant == 0 ? "" : ", nu = \(numbers.lookahead.words)"
          let title = f.order.title(of: flow)
          return "Flow  \(title)\(flow.hasMomentum ? "" : ", \(flow.form.rawValue) form"), eta = \(numbers.stepSize.words), "
            + "mu = \(numbers.momentum.words)\(nu), on \(flow.objective.name)\(f.batches == nil ? "" : ", on mini-batches")"
        },
        .method(
          "field",
          "d beta/dt at a point: in the limit form, or that of heavy ball's step k in the piecewise form. In phase space d beta/dt and dm/dt, two vectors, at beta and m: of steps that change those "
            + "of step k, with order \"best\" of the order that is best there.",
          [Parameters.beta, Field.rest, Field.step],
          returns: .object(VectorObject.self),
          example: """
            flow = \(phaseExample)
            velocity, acceleration = flow:field({2.8, 3.5}, {0, 0})
            velocity[1]  --> -18.4886
            """
        ) { f, call in try f.field(call) },
        .method(
          "best_order",
          "The order at which the terms of the field in phase space stop shrinking at beta and m, the flow's own where all "
            + "shrink: off quadratics the series is asymptotic, and orders beyond it follow the method less well. A term that "
            + "vanishes there is passed over, two running end it. The terms are those of step 1's eta, mu and nu; they are derived "
            + "and compiled the first time.",
          [Parameters.beta, Field.momentum], returns: .integer,
          example: """
            L = losses.define(1, function(b) return 240 * log(exp(b[1]) + exp(-b[1])) end)
            hbf.flow{loss = L, eta = 5e-3, mu = 0.5, order = 6, form = "phase"}:best_order{1.5}  --> 4
            """
        ) { f, call in try f.bestOrder(call) },
        .method(
          "start",
          "Where the flow starts if the method starts at beta: in the matched form another point, else beta itself.",
          [methodStart], returns: .object(VectorObject.self),
          example:
            "hbf.flow{loss = losses.quadratic{A = {{1}}}, eta = 0.01, mu = 0.5, order = 2, form = \"matched\"}:start{1}[1]  --> 1.02"
        ) { f, call in
          let β = try call.point(methodStart, for: f.flow.objective)
          if f.flow.form == .matched { try f.checkOrder(call) }
          try f.prepare(f.flow, call)
          return VectorObject(f.flow.start(from: β))
        },
        .method(
          "integrate",
          "The flow from a point, from every row of a matrix, or on from a trajectory's end; step k is at k eta, or where eta "
            + "changes at the sum of the first k. In phase space m flows too, from 0, or from the m that a trajectory remembers as heavy "
            + "ball's do (memory.m); trajectory.m has it at every kept step. A step there may have its own eta, mu, nu and batch of "
            + "rows: it is followed by the field of these alone, and takes the time eta; one with mu = 0 forgets m, which stands "
            + "still in it and is how far beta has gone at its end. With order \"best\" the order is found here, at the start "
            + "(the least of the members'), and is in the trajectory's title. record = {radius = n} is of the form's own radius. With error = true its error "
            + "is carried along, d error/dt = DF error - (F of the next order - F), from what the form's start is off: the "
            + "trajectory's error, in forms limit and matched behind heavy ball's first steps. With order \"auto\" and error = tolerance the lowest order that keeps to it is taken, "
            + "and where none does that is said. "
            + "The first time that its trajectory is printed, r (see validity) is looked at, at "
            + "the start and the end, with some ten Hessian products each (of up to 64 parameters at 18 points, with as "
            + "many products as parameters), and said where it is above 1.",
          [Run.start, Run.steps],
          options: integrateOptions,
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: "\(example):integrate({2.8, 3.5}, 200, {method = \"euler\"}):final()[1]  --> 0.310029"
        ) { f, call in
          Run.Result(value: try f.integrate(call))
        },
        .method(
          "validity",
          "r = eta max|lambda| / hbf.radius(mu, nu, form) at a point: beyond 1 no flow of the form follows the method. Beyond that "
            + "of the first-order forms, (1 - sqrt(mu))^2, heavy ball oscillates; phase space goes to (1 + sqrt(mu))^2. Of the loss on all "
            + "rows, where a run is on batches.",
          [Parameters.beta, Field.step], returns: .number,
          example: "\(example):validity{2.8, 3.5}  --> 5.46712"
        ) { f, call in
          f.flow.validity(at: try call.point(Parameters.beta, for: f.flow.objective), step: try f.step(call))
        },
      ])
  }
}
