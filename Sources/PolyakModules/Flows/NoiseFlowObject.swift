import HeavyBall
import LuaKit

/// The flow of the mean of noisy heavy ball in Lua's hands: `hbf.flow{loss = L, eta = 0.01, mu = 0.9, noise = "reshuffled", ..}`.
final class NoiseFlowObject: LuaObject {
  let flow: NoiseFlow
  private let loss: LossObject

  init(_ flow: NoiseFlow, on loss: LossObject) { (self.flow, self.loss) = (flow, loss) }

  static var luaClass: ClassDeclaration {
    let example = "hbf.flow{loss = losses.quadratic{A = {{2}}}, eta = 0.1, mu = 0.5, noise = {covariance = 1}}"
    return ClassDeclaration(
      NoiseFlowObject.self, "NoiseFlow", "The continuous model of the mean of heavy ball with noisy gradients.",
      instanceName: "flow",
      [
        .property("eta", "The step size that is modelled.", .number) { $0.flow.stepSize },
        .property("mu", "The momentum that is modelled.", .number) { $0.flow.momentum },
        .property("order", "2.", .integer) { _ in 2 },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { $0.text },
        .method(
          "start", "Where the mean's flow starts if heavy ball starts at beta: beta + eta mu/(1-mu)^2 grad L.",
          [Parameters.beta], returns: .object(VectorObject.self), example: "\(example):start({1})[1]  --> 1.4"
        ) { f, call in VectorObject(f.flow.start(from: try call.point(Parameters.beta, for: f.flow.objective))) },
        .method(
          "integrate",
          "The mean from a point, from every row of a matrix, or on from a trajectory's end; step k is at k eta. With independent "
            + "noise memory.covariance is beta's at the end.",
          [Run.start, Run.steps],
          options: IntegrateOptions.ofModel,
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: "\(example):integrate({1}, 200).memory.covariance[1][1]  --> 0.05"
        ) { f, call in Run.Result(value: try f.integrate(call)) },
      ])
  }

  private var text: String {
    let numbers: String = "eta = \(formatted(flow.stepSize)), mu = \(formatted(flow.momentum))"
    return "NoiseFlow  \(flow.title), \(numbers), on \(flow.objective.name)"
  }

  private func integrate(_ call: Call) throws -> any LuaObject {
    let (method, integratorOptions) = try IntegrateOptions.method(
      call, precision: flow.objective.precision, stepSize: flow.stepSize, hasFormula: false)
    return try call.integrate(flow.run(method, integratorOptions))
  }
}
