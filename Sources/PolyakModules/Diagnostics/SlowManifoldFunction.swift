import HeavyBall
import LuaKit

private let lookahead = Parameter(
  "nu", .finiteNumber, "of the momentum family, whose gradient is taken at beta + nu m: mu for Nesterov's method", default: 0)
private let order = Parameter("order", .integer(in: 1...64), "of the limit form that is followed back", default: 3)

/// `diagnostics.slow_manifold`.
let slowManifoldFunction = Function(
  "slow_manifold",
  "The m at beta with which heavy ball is where its limit form lives: beta less the point that the limit form of the order "
    + "comes from, a step before. To first order it is -eta grad L/(1 - mu). From it the flow in phase space and the limit form "
    + "go the same way, as far as the order and (1 - sqrt(mu))^2 let them.",
  [], options: [Parameters.loss, Parameters.beta, Parameters.eta, Parameters.mu, lookahead, order],
  returns: .object(VectorObject.self),
  example:
    "diagnostics.slow_manifold{loss = losses.quadratic{A = {{1}}}, beta = {1}, eta = 0.02, mu = 0.5, order = 9}[1]  --> -0.0436515"
) { call in
  let objective = try call[Parameters.loss].objective
  let β = try call.point(Parameters.beta, for: objective)
  try call.checkFinite(β, Parameters.beta)
  let flow = HeavyBallFlow(
    objective, stepSize: try call[Parameters.eta], momentum: try call[Parameters.mu], lookahead: try call[lookahead],
    order: try call[order], form: .limit)
  let watch = call.watch(call.name)
  guard let m = try flow.slowMomentum(at: β, poll: { try watch.poll() }) else {
    throw call.error(
      "the limit form followed back from beta makes numbers that are not finite, or needs too many steps: eta is too large")
  }
  return VectorObject(m)
}
