import HeavyBall
import LuaKit

private let velocityOption = Parameter(
  "velocity", .vector, "b' at the start; the equation's own if left out, see velocity; a trajectory goes on with its own"
).optional

/// An equation of order 2 in Lua's hands: `hbf.second_order{loss = L, eta = 5e-3, mu = 0.7}`.
final class SecondOrderObject: LuaObject {
  let flow: SecondOrderFlow
  private let loss: LossObject

  init(_ flow: SecondOrderFlow, on loss: LossObject) { (self.flow, self.loss) = (flow, loss) }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      SecondOrderObject.self, "SecondOrder", "An equation of order 2 as a model of a momentum method.", instanceName: "equation",
      [
        .property("eta", "The step size that is modelled.", .number) { $0.flow.stepSize },
        .property("mu", "The momentum that is modelled.", .number) { $0.flow.momentum },
        .property("kind", "\"kovachki-stuart\", \"papazov\" or \"su-boyd-candes\".", .string) { $0.flow.kind.rawValue },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { e in
          let flow = e.flow
          let momentum = flow.kind == .suBoydCandes ? "" : ", mu = \(formatted(flow.momentum))"
          return "SecondOrder  \(flow.kind.title), eta = \(formatted(flow.stepSize))\(momentum), on \(flow.objective.name)"
        },
        .method(
          "velocity", "b' at the start that a run from beta has: -grad L/(1 + mu), or 0.", [Parameters.beta],
          returns: .object(VectorObject.self),
          example: "hbf.second_order{loss = losses.product{y = 0.6}, eta = 1e-3, mu = 0.5}:velocity({1, 2})[1]  --> -1.86667"
        ) { e, call in VectorObject(e.flow.velocity(at: try call.point(Parameters.beta, for: e.flow.objective))) },
        .method(
          "integrate",
          "The solution from a point, from every row of a matrix, or on from a trajectory's end; step k is at k eta, and the "
            + "trajectory's memory.v is b'.",
          [Run.start, Run.steps],
          options: [velocityOption] + IntegrateOptions.ofModel,
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: """
            flow = hbf.second_order{loss = losses.product{y = 0.6}, eta = 1e-2, kind = "su-boyd-candes"}
            flow:integrate({1, 2}, 100):final()[1]  --> 0.344641
            """
        ) { e, call in Run.Result(value: try e.integrate(call)) },
      ])
  }

  private func integrate(_ call: Call) throws -> any LuaObject {
    let watch = call.watch(call.name)
    let velocity = try call[velocityOption]
    if let v = velocity {
      try call.checkCount(v, velocityOption, for: flow.objective)
      try call.checkFinite(v, velocityOption)
    }
    let (method, integratorOptions) = try IntegrateOptions.method(
      call, precision: flow.objective.precision, stepSize: flow.stepSize)
    return try call.integrate(try flow.run(method, integratorOptions, velocity: velocity) { try watch.poll() })
  }
}
