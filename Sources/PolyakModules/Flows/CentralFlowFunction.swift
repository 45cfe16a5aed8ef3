import HeavyBall
import LuaKit

private enum Option {
  static let lookahead = Parameter(
    "nu", .nonNegativeNumber, "how far ahead the modelled method takes its gradient; mu for Nesterov's", default: 0)
  static let modes = Parameter(
    "modes", .positiveInteger, "how many eigenvalues may be at the threshold at most"
  ).optional(default: "\(CentralFlow.mostModes), or as many as there are parameters")
  static let relaxation = Parameter(
    "relaxation", .positiveNumber,
    "the time, in steps of the method, over which an eigenvalue that rises comes to the threshold: the flow is that of 0 but for terms "
      + "in its square, and a small one takes short steps", default: 1)
}

/// `hbf.central_flow`.
let centralFlowFunction = Function(
  "central_flow",
  "The central flow: of heavy ball's mean over a few steps, at the edge of stability too. dw/dt = -(grad L + grad <H, Sigma>/2)/(1-mu), "
    + "H the Hessian, Sigma >= 0 the covariance of the oscillation: as large as keeps the eigenvalues of H at or below "
    + "S = 2(1+mu)/eta, and 0 along those below, (Sigma, S I - H) = 0. Below S it is gradient flow, 1/(1-mu) times as fast.",
  [],
  options: [
    Parameters.loss, FlowOptions.stepSize, FlowOptions.momentum, Option.lookahead, Option.modes, Option.relaxation,
  ],
  returns: .object(CentralFlowObject.self),
  example: """
    L = losses.define(2, function(b) return b[2] * b[1]^2 / 2 + 0.001 * (b[2] - 4)^2 end)   -- sharpness b[2], drawn to 4
    flow = hbf.central_flow{loss = L, eta = 1, mu = 0.5}
    path = flow:integrate({0.01, 2.5}, 2000)                  -- which is held at 2(1+mu)/eta = 3 by this variance:
    flow:oscillation(path:final())[1]  --> 0.004
    """
) { call in
  let loss = try call[Parameters.loss]
  let method = MomentumFamily(
    stepSize: try call[FlowOptions.stepSize], momentum: try call[FlowOptions.momentum],
    lookahead: try call[Option.lookahead])
  let (modes, p) = (try call[Option.modes], loss.objective.dimension)
  if let modes, modes > p {
    throw call.fault(at: Option.modes, complaint: "must be at most the number of parameters, \(p), got \(modes)")
  }
  return CentralFlowObject(
    CentralFlow(loss.objective, method, modes: modes, relaxation: try call[Option.relaxation]), on: loss)
}
