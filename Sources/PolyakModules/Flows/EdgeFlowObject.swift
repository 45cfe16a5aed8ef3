import HeavyBall
import LuaKit

/// A flow on both sides of the edge of stability in Lua's hands: `hbf.flow{loss = L, eta = 1, mu = 0.5, order = 2, form = "edge"}`.
final class EdgeFlowObject: LuaObject {
  let flow: EdgeFlow
  private let loss: LossObject
  private let form: FlowFormChoice

  init(_ flow: EdgeFlow, on loss: LossObject, form: FlowFormChoice) { (self.flow, self.loss, self.form) = (flow, loss, form) }

  static var luaClass: ClassDeclaration {
    let setup = """
      L = losses.define(2, function(b) return b[1] * b[2]^2 / 2 + (b[1] - 3.05)^2 / 100 end)   -- heavy ball's edge is at 3
      flow = hbf.flow{loss = L, eta = 1, mu = 0.5, order = 3, form = "edge"}
      """
    return ClassDeclaration(
      EdgeFlowObject.self, "EdgeFlow",
      "Heavy ball's continuous model on both sides of the edge of stability: a smooth part, and one that alternates.",
      instanceName: "flow",
      [
        .property("eta", "The step size that is modelled.", .number) { $0.flow.stepSize },
        .property("mu", "The momentum that is modelled.", .number) { $0.flow.momentum },
        .property("order", "Its order.", .integer) { $0.flow.order },
        .property("form", "\"edge\" or \"auto\".", .string) { $0.form.rawValue },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { $0.text },
        .method(
          "validity",
          "r: the largest of eta |lambda| in low directions and |eta lambda - 2(1+mu)| in high ones at beta, over (1+sqrt(mu))^2; "
            + "beyond 1 the series of some mode does not converge.",
          [Parameters.beta], returns: .number, example: "\(setup)\nflow:validity{3.1, 0}  --> 0.0343146"
        ) { f, call in
          let β = try call.point(Parameters.beta, for: f.flow.objective)
          let watch = call.watch(call.name)
          return try f.flow.validity(at: β) { try watch.poll() }
        },
        .method(
          "integrate",
          "The flow from a point with m = 0, from every row of a matrix, or on from a trajectory's end with its memory's m; step k is at "
            + "k eta. The points are the iterates that it stands for: the smooth part, trajectory:smooth(), and (-1)^k times "
            + "trajectory.alternating. recorded.high has the eigenvalues of the high directions, recorded.seeds how many amplitudes "
            + "were seeded, at the steps where directions were chosen.",
          [Run.start, Run.steps],
          options: IntegrateOptions.parameters
            + [Run.every, StopRule.parameter, RecordOptions.parameter, Run.progress, LivePlot.parameter],
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: "\(setup)\nflow:integrate({2.98, 0.03}, 60):final()[1]  --> 3.02295"
        ) { f, call in Run.Result(value: try f.integrate(call)) },
      ])
  }

  private var text: String {
    let high: String =
      switch flow.modes {
      case .followed(let most): "at most \(counted(most, "high direction"))"
      case .leading(let count): "\(counted(count, "high direction"))"
      case .all: "all directions high"
      case .none: "no directions told apart"
      }
    let numbers: String = "eta = \(formatted(flow.stepSize)), mu = \(formatted(flow.momentum))"
    return "EdgeFlow  \(flow.title), \(high), \(numbers), on \(flow.objective.name)"
  }

  private func integrate(_ call: Call) throws -> any LuaObject {
    if try call[IntegrateOptions.dense] {
      throw call.fault(
        at: IntegrateOptions.dense, complaint: "must be false: what flows is read off iterates, which are at steps")
    }
    let (method, integratorOptions) = try IntegrateOptions.method(
      call, precision: flow.objective.precision, stepSize: flow.stepSize)
    var runner = flow.run(method, integratorOptions)
    let watch = call.watch(call.name)
    if try call.has(RecordOptions.parameter) {
      runner = try runner.measured { () throws(LuaError) in try watch.poll() }
    }
    var request = try RunRequest(
      call, on: flow.objective, title: runner.title, sizes: .constant(runner.stepSize), steps: try call[Run.steps])
    try request.stop(by: try call[StopRule.parameter], isFlow: true)
    if let method = runner.observedMethod { try request.record(on: method, isFlow: true) }
    return try request.finish(runner)
  }
}

extension EdgeFlowObject {
  private typealias Option = FlowFunctionOption

  /// The flow that `hbf.flow` is asked for in form "edge" or "auto": of constant numbers and a given order.
  convenience init(_ call: Call, on loss: LossObject, order: FlowFunctionOption.Order) throws {
    let form = try call[Option.form]
    let given = try FlowMethodOption.numbers(call, momentum: Option.momentum, lookahead: Option.lookahead) { .constant($0) }
    let settings: [(parameter: AnyParameter, value: Coefficient)] = [
      (Option.stepSize, try call[Option.stepSize]), (Option.momentum, given.momentum), (Option.lookahead, given.lookahead),
    ]
    let numbers = try settings.map { parameter, value in
      guard let number = value.constant else {
        throw call.fault(at: parameter, complaint: "must be a number in form '\(form.rawValue)'")
      }
      return number
    }
    guard case .number(let order) = order else {
      throw call.fault(at: Option.order, complaint: "must be an integer in form '\(form.rawValue)'")
    }
    if try BatchOptions.areWanted(call) {
      throw call.fault(at: Option.batches, complaint: "is for form 'phase', got form '\(form.rawValue)'")
    }
    let wish = try EdgeOptions.settings(
      call, on: loss.objective, form: form,
      numbers: FlowMethodOption.Numbers(
        momentum: numbers[1], lookahead: numbers[2], combinesGradients: given.combinesGradients),
      lookahead: Option.lookahead, order: (Option.order, order))
    let flow = wish.flow(on: loss.objective, stepSize: numbers[0], isFused: try call[Parameters.fma])
    self.init(flow, on: loss, form: form)
  }
}
