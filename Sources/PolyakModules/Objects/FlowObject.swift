import HeavyBall
import LuaKit

/// A heavy-ball flow in Lua's hands: `hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = 3, form = "limit"}`.
final class FlowObject: LuaObject {
  let flow: HeavyBallFlow

  init(_ flow: HeavyBallFlow) { self.flow = flow }

  static var luaClass: ClassDeclaration {
    let example = "hbf.flow{loss = losses.product{y = 0.6}, eta = 5e-3, mu = 0.7, order = 2, form = \"limit\"}"
    return ClassDeclaration(
      FlowObject.self, "Flow", "The continuous model of heavy ball on a loss.", instanceName: "flow",
      [
        .property("eta", "The step size that is modelled.", .number) { $0.flow.stepSize },
        .property("mu", "The momentum that is modelled.", .number) { $0.flow.momentum },
        .property("order", "The order of the field's truncation.", .integer) { $0.flow.order },
        .property("form", "\"limit\".", .string) { _ in "limit" },
        .property("loss", "The loss.", .object(LossObject.self)) { LossObject($0.flow.objective) },
        .tostring { f in
          "Flow  \(f.flow.title), limit form, eta = \(formatted(f.flow.stepSize)), mu = \(formatted(f.flow.momentum)), "
            + "on \(f.flow.objective.name)"
        },
        .method(
          "field", "d beta/dt at a point.", .positional("beta", .vector, "the point"),
          returns: .object(VectorObject.self), example: "\(example):field{2.8, 3.5}[1]  --> -246.464"
        ) { f, call in VectorObject(f.flow.field(at: try call.point("beta", for: f.flow.objective))) },
        .method(
          "integrate", "The flow from a point, from every row of a matrix, or on from a trajectory's end; step k is at k eta.",
          parameters: [
            Run.start, Run.steps,
            .option(
              "method", .string(oneOf: Integrators.fixedStep.map { $0.name }), default: "rk4", "the integrator"),
            .option("substeps", .positiveInteger, default: 10, "steps of the integrator in each step of eta"),
            Run.every, Run.progress,
          ],
          returns: ParameterType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: "\(example):integrate({2.8, 3.5}, 200, {method = \"euler\"}):final()[1]  --> 0.310029"
        ) { f, call in
          let name = try call.string("method")
          guard let method = Integrators.fixedStep.first(where: { $0.name == name }) else {
            throw call.error("no integrator '\(name)'")
          }
          return Run.Result(value: try Run.run(f.flow.iteration(method, substeps: try call.integer("substeps")), call))
        },
        .method(
          "validity", "eta max|lambda| / (1 - sqrt(mu))^2 at a point: beyond 1 heavy ball oscillates and no flow follows it.",
          .positional("beta", .vector, "the point"), returns: .number,
          example: "\(example):validity{2.8, 3.5}  --> 5.46712"
        ) { f, call in f.flow.validity(at: try call.point("beta", for: f.flow.objective)) },
      ])
  }
}
