import HeavyBall
import LuaKit

private enum Field {
  static let rest = Parameter(
    "k", ParameterType.integer(in: 0...).map { Rest.step($0) }.or(ParameterType<Vector>.vector.map { .momentum($0) }),
    "in the piecewise form the step, from 0 on; in phase space m, a vector (0 where it is left out)"
  ).optional

  static let momentum = Parameter("m", .vector, "heavy ball's momentum there, 0 where it is left out").optional

  enum Rest {
    case step(Int)
    case momentum(Vector)
  }
}

private let integrateOptions: [AnyParameter] =
  IntegrateOptions.parameters + [Run.every, StopRule.parameter, RecordOptions.parameter, Run.progress, LivePlot.parameter]

private let methodStart = Parameters.beta.described("heavy ball's start")

/// A heavy-ball flow in Lua's hands: `hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = 3}`.
final class FlowObject: LuaObject {
  let flow: HeavyBallFlow
  private let loss: LossObject

  /// - Parameter loss: The object that was given; a flow on another objective has one of its own.
  init(_ flow: HeavyBallFlow, on loss: LossObject) {
    self.flow = flow
    self.loss = flow.objective === loss.objective ? loss : LossObject(flow.objective)
  }

  /// Before anything is computed with it: where that takes long it can be interrupted.
  private func prepare(_ call: Call) throws {
    let watch = call.watch(flow)
    try flow.prepare { () throws(LuaError) in try watch.poll() }
  }

  private func runner(_ call: Call, isWatched: Bool, isRecorded: Bool) throws -> FlowRun {
    let runner = try IntegrateOptions.runner(of: flow, call, isWatched: isWatched)
    guard isRecorded else { return runner }
    let watch = call.watch(call.name)
    return try runner.measured { () throws(LuaError) in try watch.poll() }
  }

  private func field(_ call: Call) throws -> Results {
    let β = try call.point(Parameters.beta, for: flow.objective)
    try prepare(call)
    let rest = try call[Field.rest]
    if flow.form == .phase {
      if case .step = rest {
        throw call.fault(at: Field.rest, complaint: "must be m, a vector, in form 'phase', whose field has no steps")
      }
      let given: Vector? = if case .momentum(let m)? = rest { m } else { nil }
      let m = try momentum(given, Field.rest, call)
      guard flow.hasMomentum else { return Results(VectorObject(flow.field(at: β)), VectorObject(m * 0)) }
      let field = flow.field(at: β, momentum: m)
      return Results(VectorObject(field.position), VectorObject(field.momentum))
    }
    switch rest {
    case nil: return Results(VectorObject(flow.field(at: β)))
    case .momentum: throw call.fault(at: Field.rest, complaint: "is m for form 'phase' alone")
    case .step(let k):
      guard flow.form == .piecewise else {
        throw call.fault(
          at: Field.rest, complaint: "is for form 'piecewise': the field of form '\(flow.form.rawValue)' has no steps")
      }
      return Results(VectorObject(flow.field(at: β, step: k)))
    }
  }

  /// m as it was given; 0 where it was not.
  private func momentum(_ given: Vector?, _ parameter: AnyParameter, _ call: Call) throws -> Vector {
    guard let given else { return Vector(repeating: 0, count: flow.objective.dimension) }
    guard given.count == flow.objective.dimension else {
      throw call.fault(at: parameter, complaint: "must be m, with \(call.parameters(flow.objective)), got \(given.count)")
    }
    return given
  }

  private func bestOrder(_ call: Call) throws -> Int {
    let β = try call.point(Parameters.beta, for: flow.objective)
    let m = try momentum(try call[Field.momentum], Field.momentum, call)
    guard flow.hasMomentum else {
      throw call.error(
        "is for flows in form 'phase' with mu > 0, got form '\(flow.form.rawValue)', mu = \(formatted(flow.momentum))")
    }
    let watch = call.watch(call.name)
    return try flow.bestOrder(at: β, momentum: m) { () throws(LuaError) in try watch.poll() }
  }

  static var luaClass: ClassDeclaration {
    let phaseExample = "hbf.flow{loss = losses.product{y = 0.6}, eta = 5e-3, mu = 0.7, order = 2, form = \"phase\"}"
    let example = "hbf.flow{loss = losses.product{y = 0.6}, eta = 5e-3, mu = 0.7, order = 2, form = \"limit\"}"
    return ClassDeclaration(
      FlowObject.self, "Flow", "The continuous model of heavy ball on a loss.", instanceName: "flow",
      [
        .property("eta", "The step size that is modelled.", .number) { $0.flow.stepSize },
        .property("mu", "The momentum that is modelled.", .number) { $0.flow.momentum },
        .property("nu", "How far ahead the modelled method takes its gradient; 0 is heavy ball.", .number) { $0.flow.lookahead },
        .property("order", "The order of the field's truncation.", .integer) { $0.flow.order },
        .property("form", "\"piecewise\", \"limit\", \"matched\" or \"phase\".", .string) { $0.flow.form.rawValue },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { f in
          let flow = f.flow
          let nu = flow.lookahead == 0 ? "" : ", nu = \(formatted(flow.lookahead))"
          return
            "Flow  \(flow.title)\(flow.hasMomentum ? "" : ", \(flow.form.rawValue) form"), eta = \(formatted(flow.stepSize)), "
            + "mu = \(formatted(flow.momentum))\(nu), on \(flow.objective.name)"
            + (!flow.isAhead ? "" : "\n  " + FlowNotes.ofLookahead(flow))
        },
        .method(
          "field",
          "d beta/dt at a point: in the limit form, or that of heavy ball's step k in the piecewise form. In the limit form "
            + "with nu it is dy/dt at a y. In phase space d beta/dt and dm/dt, two vectors, at beta and m.",
          [Parameters.beta, Field.rest],
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
            + "shrink: off quadratics the series is asymptotic, and orders beyond it follow the method less well. The terms "
            + "are derived and compiled the first time.",
          [Parameters.beta, Field.momentum], returns: .integer,
          example: """
            L = losses.define(1, function(b) return 240 * log(exp(b[1]) + exp(-b[1])) end)
            hbf.flow{loss = L, eta = 5e-3, mu = 0.5, order = 6, form = "phase"}:best_order{1.5}  --> 4
            """
        ) { f, call in try f.bestOrder(call) },
        .method(
          "start",
          "Where the flow starts if heavy ball starts at beta: in the matched form another point, else beta itself (with nu "
            + "that is y's start).",
          [methodStart], returns: .object(VectorObject.self),
          example:
            "hbf.flow{loss = losses.quadratic{A = {{1}}}, eta = 0.01, mu = 0.5, order = 2, form = \"matched\"}:start{1}[1]  --> 1.02"
        ) { f, call in
          let β = try call.point(methodStart, for: f.flow.objective)
          try f.prepare(call)
          return VectorObject(f.flow.start(from: β))
        },
        .method(
          "integrate",
          "The flow from a point, from every row of a matrix, or on from a trajectory's end; step k is at k eta. With nu what "
            + "flows is y, the point where the gradient is taken: it begins at the point given, and the beta that the "
            + "trajectory shows does not. In phase space m flows too, from 0, or from the m that a trajectory remembers as heavy "
            + "ball's do (memory.m); trajectory.m has it at every kept step. The first time that its trajectory is printed, r (see validity) is looked at, at "
            + "the start and the end, with some ten Hessian products each (of up to 64 parameters at 18 points, with as "
            + "many products as parameters), and said where it is above 1.",
          [Run.start, Run.steps],
          options: integrateOptions,
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: "\(example):integrate({2.8, 3.5}, 200, {method = \"euler\"}):final()[1]  --> 0.310029"
        ) { f, call in
          let (stop, isRecorded) = (try call[StopRule.parameter], try call.has(RecordOptions.parameter))
          let runner = try f.runner(call, isWatched: stop?.isWatching == true || isRecorded, isRecorded: isRecorded)
          var request = try RunRequest(
            call, on: runner.objective, title: runner.title, sizes: .constant(runner.stepSize), steps: try call[Run.steps]
          ) {
            FlowNotes(f.flow, from: $0.rows)
          }
          try request.stop(by: stop, isFlow: true)
          if let method = runner.observedMethod { try request.record(on: method, isFlow: true) }
          return Run.Result(value: try request.finish(runner))
        },
        .method(
          "validity",
          "r = eta max|lambda| / hbf.radius(mu, nu, form) at a point: beyond 1 no flow of the form follows the method. Beyond that "
            + "of the first-order forms, (1 - sqrt(mu))^2, heavy ball oscillates; phase space goes to (1 + sqrt(mu))^2.",
          [Parameters.beta], returns: .number,
          example: "\(example):validity{2.8, 3.5}  --> 5.46712"
        ) { f, call in f.flow.validity(at: try call.point(Parameters.beta, for: f.flow.objective)) },
      ])
  }
}
