import HeavyBall
import LuaKit

private enum Option {
  static let stepSize = Parameters.eta.described("the method's step size")
  static let momentum = Parameters.mu.described("the method's momentum")
  static let lookahead = Parameter(
    "nu", .finiteNumber,
    "of the momentum family, whose gradient is taken at beta + nu m: then at most order \(mostWithLookahead), for beyond the "
      + "step is no gradient", default: 0)
  static let terms = Parameter("order", .integer(in: 1...16), "how many powers of eta there are, eta^0 the first")
  static let flowOrder = Parameter("order", .integer(in: 1...FlowLoss.maximumOrder), "the flow's order")
  static let vector = Parameter("v", .vector, "a vector, in place of which M v is returned").optional

  static let mostWithLookahead = 2
}

/// `hbf.modified_loss`, and the limit flow's own loss and metric.
let modifiedLossFunctions: [Function] = [
  Function(
    "modified_loss",
    "The loss on which gradient descent with the same eta goes where heavy ball does once its momentum has built up, by its "
      + "first terms: L/(1-mu) + eta mu/(2 (1-mu)^3) |grad L|^2 + eta^2 mu (1+mu)/(2 (1-mu)^5) grad L . Hessian grad L + ..., "
      + "whose coefficients are hbf.modified_loss_series'. From the matched start of as high an order, which "
      + "hbf.flow{.., form = \"matched\"}:start(beta) gives, gradient descent on it is off by a power of eta that is the order. It "
      + "is a loss as any other, but no mean over rows; its value and gradient cost a polynomial in the order times those of the loss.",
    [], options: [Parameters.loss, Option.stepSize, Option.momentum, Option.lookahead, Option.terms],
    returns: .object(LossObject.self),
    example: """
      L = losses.product{y = 0.6}
      hbf.modified_loss{loss = L, eta = 1e-3, mu = 0.5, order = 4}{1, 2}  --> 1.98036
      """
  ) { call in
    let (ν, terms) = (try call[Option.lookahead], try call[Option.terms])
    if ν != 0, terms > Option.mostWithLookahead {
      throw call.fault(
        at: Option.terms,
        complaint: "must be 1 or 2 where nu is not 0, got \(terms): from eta^2 on the step of such a method is no gradient")
    }
    let method = MomentumFamily(
      stepSize: try call[Option.stepSize], momentum: try call[Option.momentum], lookahead: ν)
    let (loss, watch) = (try call[Parameters.loss], call.watch(call.name))
    let modified = try Objective(modifying: loss.objective, by: method, terms: terms) { () throws(LuaError) in
      try watch.poll()
    }
    return LossObject(modified, names: loss.names)
  },
  Function(
    "flow_loss",
    "The loss that heavy ball's limit flow of an order goes down, d beta/dt = -M grad of it, with M as hbf.flow_metric has it: "
      + "L/(1-mu) + eta (1+mu)/(4 (1-mu)^3) |g|^2 + eta^2 (1+10mu+mu^2)/(12 (1-mu)^5) g . Hg "
      + "+ eta^3 mu (1+mu)/(2 (1-mu)^7) (5/2 |Hg|^2 + D^3L[g,g,g]), g the gradient and H the Hessian of L.",
    [], options: [Parameters.loss, Option.stepSize, Option.momentum, Option.flowOrder], returns: .object(LossObject.self),
    example: """
      L = losses.product{y = 0.6}
      hbf.flow_loss{loss = L, eta = 1e-3, mu = 0.5, order = 4}{1, 2}  --> 1.99045
      """
  ) { call in
    let (loss, watch) = (try call[Parameters.loss], call.watch(call.name))
    let descended = try Objective(
      descendedBy: try call[Option.flowOrder], of: loss.objective, stepSize: try call[Option.stepSize],
      momentum: try call[Option.momentum]
    ) { () throws(LuaError) in try watch.poll() }
    return LossObject(descended, names: loss.names)
  },
  Function(
    "flow_metric",
    "The matrix M at a point with which heavy ball's limit flow is d beta/dt = -M grad of hbf.flow_loss, to its order: 1 + "
      + "eta^2/(6 (1-mu)^2) H^2 + eta^3 (1+mu)/(1-mu)^4 (H^3/6 + (KH + HK)/12), H the Hessian of L and K = D^3L[grad L, .]. With v "
      + "it is M v, from three Hessian products and two third derivatives at order 4, whatever the number of parameters.",
    [], options: [Parameters.loss, Parameters.beta, Option.stepSize, Option.momentum, Option.flowOrder, Option.vector],
    returns: LuaType.object(MatrixObject.self).or(.object(VectorObject.self)),
    example: """
      Q = losses.quadratic{A = {{2, 0}, {0, 1}}}
      hbf.flow_metric{loss = Q, beta = {1, 1}, eta = 0.1, mu = 0.5, order = 3}:get(1, 1)  --> 1.02667
      """
  ) { call in
    let objective = try call[Parameters.loss].objective
    let β = try call.point(Parameters.beta, for: objective)
    let (η, µ, order) = (try call[Option.stepSize], try call[Option.momentum], try call[Option.flowOrder])
    let times = { (v: Vector) in
      FlowLoss.metric(of: objective, at: β, times: v, stepSize: η, momentum: µ, order: order)
    }
    if let v = try call[Option.vector] {
      try call.checkCount(v, Option.vector, for: objective)
      return Results(VectorObject(times(v)))
    }
    try call.checkRoom(for: β.count, by: β.count)
    let watch = call.watch(call.name)
    var (rows, unit) = ([[Double]](), Vector(repeating: 0, count: β.count))
    for i in 0..<β.count {
      try watch.poll()
      unit[i] = 1
      rows.append(times(unit).elements)
      unit[i] = 0
    }
    return Results(MatrixObject(Matrix(rows)))
  },
]
