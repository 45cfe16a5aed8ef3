import HeavyBall
import LuaKit

private enum Option {
  static let form = Parameter(
    "form", .choice(of: PrincipalFlow.Form.self),
    "\"phase\": the real form, of beta and m, from the method's own start; \"matched\": of one complex b from the point whose orbit "
      + "the method settles on",
    default: .phase)
  static let modes = Parameter(
    "modes", .positiveInteger,
    "how many of the Hessian's eigenpairs are taken, those of largest modulus; other directions follow the flow of order 1"
  ).optional(default: "all of up to \(PrincipalFlow.mostWhole) parameters, \(PrincipalFlow.leadingCount) of more")
}

/// `hbf.principal_flow`.
let principalFlowFunction = Function(
  "principal_flow",
  "The principal flow: along each eigenvector of the Hessian where it is, the logarithm of heavy ball's step, to all orders in eta. "
    + "Exact on quadratics, where heavy ball oscillates too; elsewhere an approximation, to be measured. In form \"phase\" the field is real for "
    + "eta lambda < (1 + sqrt(mu))^2. In form \"matched\" db/dt is the sum over the eigenpairs (lambda, u) of "
    + "(log z1(s)/s) (grad L . u) u, s = eta lambda, z1 the root of larger modulus of z^2 - (1 + mu - s) z + mu, complex for "
    + "s > (1 - sqrt(mu))^2.",
  [],
  options: [
    Parameters.loss, FlowOptions.stepSize, FlowOptions.ownMomentum, FlowOptions.lookahead, FlowMethodOption.parameter,
    Option.form,
    Option.modes,
  ],
  returns: .object(PrincipalFlowObject.self),
  example: """
    L = losses.quadratic{A = {{30}}}                  -- heavy ball oscillates: eta lambda = 0.3
    flow = hbf.principal_flow{loss = L, eta = 0.01, mu = 0.7}
    flow:integrate({1}, 25):final()[1]  --> -0.00401251
    """
) { call in
  let loss = try call[Parameters.loss]
  let numbers = try FlowMethodOption.numbers(call, momentum: FlowOptions.ownMomentum, lookahead: FlowOptions.lookahead) { $0 }
  if numbers.combinesGradients {
    throw call.fault(
      at: FlowMethodOption.parameter, complaint: "must be a method of one gradient a step, got one that combines two")
  }
  let method = MomentumFamily(
    stepSize: try call[FlowOptions.stepSize], momentum: numbers.momentum, lookahead: numbers.lookahead)
  let (form, modes, p) = (try call[Option.form], try call[Option.modes], loss.objective.dimension)
  if method.lookahead != 0, method.momentum == 0, form == .phase {
    throw call.fault(
      at: FlowOptions.lookahead, complaint: "must be 0 where mu is 0 in form 'phase', got \(formatted(method.lookahead))")
  }
  if let modes, modes > p {
    throw call.fault(at: Option.modes, complaint: "must be at most the number of parameters, \(p), got \(modes)")
  }
  return PrincipalFlowObject(PrincipalFlow(loss.objective, method, form: form, modes: modes), on: loss)
}
