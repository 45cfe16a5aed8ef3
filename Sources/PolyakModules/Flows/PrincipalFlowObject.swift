import HeavyBall
import LuaKit

private let momentum = Parameter("m", .vector, "in form \"phase\" heavy ball's momentum there, 0 where it is left out").optional

/// A principal flow in Lua's hands: `hbf.principal_flow{loss = L, eta = 5e-3, mu = 0.7}`.
final class PrincipalFlowObject: LuaObject {
  let flow: PrincipalFlow
  private let loss: LossObject

  init(_ flow: PrincipalFlow, on loss: LossObject) { (self.flow, self.loss) = (flow, loss) }

  static var luaClass: ClassDeclaration {
    let example = "hbf.principal_flow{loss = losses.quadratic{A = {{30}}}, eta = 0.01, mu = 0.7"
    return ClassDeclaration(
      PrincipalFlowObject.self, "PrincipalFlow", "A flow to all orders of a loss's quadratic part.", instanceName: "flow",
      [
        .property("eta", "The step size that is modelled.", .number) { $0.flow.method.stepSize },
        .property("mu", "The momentum that is modelled.", .number) { $0.flow.method.momentum },
        .property("nu", "How far ahead the modelled method takes its gradient; 0 is heavy ball.", .number) {
          $0.flow.method.lookahead
        },
        .property("form", "\"phase\" or \"matched\".", .string) { $0.flow.form.rawValue },
        .property("modes", "How many eigenpairs are taken.", .integer) { $0.flow.modeCount },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { $0.text },
        .method(
          "field",
          "In form \"phase\" d beta/dt and dm/dt at a real beta and m, the real parts where they are complex; in form "
            + "\"matched\" the real and the imaginary part of db/dt at a real b.",
          [Parameters.beta, momentum], returns: .object(VectorObject.self),
          example: "\(example)}:field({1}, {0})[1]  --> -17.8337"
        ) { f, call in try f.field(call) },
        .method(
          "start",
          "Where the flow starts if heavy ball starts at beta: in form \"matched\" the real and the imaginary part of b, else "
            + "beta itself and 0.",
          [Parameters.beta], returns: .object(VectorObject.self),
          example: "\(example), form = \"matched\"}:start({1})[1]  --> 0.5"
        ) { f, call in try f.begin(call) },
        .method(
          "integrate",
          "The flow from a point, from every row of a matrix, or on from a trajectory's end; step k is at k eta. In form \"phase\" it "
            + "begins with m = 0, or the m that a trajectory remembers, and trajectory.m has m at every kept step; memory.imaginary and "
            + "memory.imaginary_m are the imaginary parts, 0 for eta lambda < (1 + sqrt(mu))^2. In form \"matched\" memory.b and "
            + "memory.imaginary are b, and the points shown are Re b, along oscillating directions twice that, counted from where "
            + "the quadratic has its minimum. Each evaluation takes the Hessian's eigenpairs.",
          [Run.start, Run.steps],
          options: IntegrateOptions.ofModel,
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: "\(example), form = \"matched\"}:integrate({1}, 25):final()[1]  --> -0.00401251"
        ) { f, call in Run.Result(value: try f.integrate(call)) },
      ])
  }

  private var text: String {
    let (method, count) = (flow.method, flow.modeCount)
    let nu: String = method.lookahead == 0 ? "" : ", nu = \(formatted(method.lookahead))"
    let form: String = flow.hasMomentum ? "" : ", matched form"
    let rest: String = count == flow.objective.dimension ? "" : ", other directions as in order 1"
    let numbers: String = "eta = \(formatted(method.stepSize)), mu = \(formatted(method.momentum))\(nu)"
    return "PrincipalFlow  \(flow.title)\(rest)\(form), \(numbers), on \(flow.objective.name)"
  }

  private func field(_ call: Call) throws -> Results {
    let β = try call.point(Parameters.beta, for: flow.objective)
    let m = try call[momentum]
    if let m {
      try call.checkCount(m, momentum, for: flow.objective)
      if !flow.hasMomentum { throw call.fault(at: momentum, complaint: "is for form 'phase'") }
    }
    let (first, second) = flow.field(at: β, momentum: m ?? β * 0)
    return Results(VectorObject(first), VectorObject(second))
  }

  private func begin(_ call: Call) throws -> Results {
    let (real, imaginary) = flow.start(from: try call.point(Parameters.beta, for: flow.objective))
    return Results(VectorObject(real), VectorObject(imaginary))
  }

  private func integrate(_ call: Call) throws -> any LuaObject {
    let (method, integratorOptions) = try IntegrateOptions.method(
      call, precision: flow.objective.precision, stepSize: flow.method.stepSize, hasFormula: false)
    return try call.integrate(flow.run(method, integratorOptions))
  }
}
