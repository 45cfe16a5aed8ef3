import HeavyBall
import LuaKit

/// How many steps an integrator may try where nothing else is asked for.
private let mostSteps = 10_000

/// Adam's flow in Lua's hands: `hbf.adam_flow{loss = L, eta = 1e-3}`.
final class AdamFlowObject: LuaObject {
  let flow: AdamFlow
  private let loss: LossObject

  init(_ flow: AdamFlow, on loss: LossObject) { (self.flow, self.loss) = (flow, loss) }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      AdamFlowObject.self, "AdamFlow", "The continuous model of Adam on a loss.", instanceName: "flow",
      [
        .property("eta", "The step size that is modelled.", .number) { $0.flow.stepSize },
        .property("beta1", "Adam's decay of the mean gradient.", .number) { $0.flow.firstDecay },
        .property("beta2", "Adam's decay of the mean squared gradient.", .number) { $0.flow.secondDecay },
        .property("epsilon", "Adam's epsilon.", .number) { $0.flow.epsilon },
        .property("epsilon_place", "\"outside\" of the root or \"inside\".", .string) { $0.flow.place.rawValue },
        .property("order", "1 or 2.", .integer) { $0.flow.order },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { $0.text },
        .method(
          "field", "d beta/dt at a point.", [Parameters.beta], returns: .object(VectorObject.self),
          example:
            "hbf.adam_flow{loss = losses.quadratic{A = {{2}}}, eta = 0.1, beta1 = 0, beta2 = 0, order = 1}:field({3})[1]  --> -1"
        ) { f, call in VectorObject(f.flow.field.value(at: try call.point(Parameters.beta, for: f.flow.objective))) },
        .method(
          "integrate",
          "The flow from a point, from every row of a matrix, or on from a trajectory's end; step k is at k eta. Where its "
            + "trajectory is printed it is told from where on a step of Adam changes the sign of a component of the gradient: the flow's "
            + "order ends there, and with a small epsilon the flow is so stiff that it stands still. So max_steps is "
            + "\(mostSteps) where it is left out.",
          [Run.start, Run.steps],
          options: IntegrateOptions.ofModel,
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: """
            flow = hbf.adam_flow{loss = losses.product{y = 0.6}, eta = 1e-3}
            flow:integrate({2.8, 3.5}, 400):final()[1]  --> 2.78432
            """
        ) { f, call in Run.Result(value: try f.integrate(call)) },
      ])
  }

  private var text: String {
    var words = ["eta = \(formatted(flow.stepSize))", "beta1 = \(formatted(flow.firstDecay))"]
    words += ["beta2 = \(formatted(flow.secondDecay))", "epsilon = \(formatted(flow.epsilon))"]
    let place = flow.place == .inside ? " inside of the root" : ""
    return "AdamFlow  \(flow.title), \(words.joined(separator: ", "))\(place), on \(flow.objective.name)"
  }

  private func integrate(_ call: Call) throws -> any LuaObject {
    let (method, integratorOptions) = try IntegrateOptions.method(
      call, precision: flow.objective.precision, stepSize: flow.stepSize, mostSteps: mostSteps)
    var runner = flow.run(method, integratorOptions)
    if try call.has(RecordOptions.parameter) {
      let watch = call.watch(call.name)
      runner = runner.measured(by: try flow.iteration { () throws(LuaError) in try watch.poll() })
    }
    let notes = AdamFlowNotes(flow)
    var request = try RunRequest(
      call, on: flow.objective, title: runner.title, sizes: .constant(runner.stepSize), steps: try call[Run.steps]
    ) { _ in notes }
    try request.stop(by: try call[StopRule.parameter], isFlow: true)
    if let method = runner.observedMethod { try request.record(on: method, isFlow: true) }
    return try request.finish(runner)
  }
}

/// That a component of the gradient changes sign along Adam's flow.
private final class AdamFlowNotes: TrajectoryNotes {
  private let flow: AdamFlow
  private var known: [String]?

  init(_ flow: AdamFlow) { self.flow = flow }

  func lines(of t: Trajectory, poll: () throws -> Void) throws -> [String] {
    if let known { return known }
    let lines = try flow.firstSignChange(along: t, poll: poll).map { row, component in
      [
        "component \(component + 1) of grad L changes sign within a step of t = \(formatted(t.times[row])): the flow models Adam up to "
          + "there"
      ]
    }
    known = lines ?? []
    return known ?? []
  }

  func lines(of ensemble: Ensemble, poll: () throws -> Void) throws -> [String] { [] }
  func notes(ofMember i: Int) -> (any TrajectoryNotes)? { AdamFlowNotes(flow) }
  var atStart: String { "Adam's flow ends where a component of grad L changes sign" }
}
