import HeavyBall
import LuaKit

private enum StabilityOptions {
  static let stepSize = Parameters.eta.described("the method's step size")
  static let momentum = Parameters.mu.described("its momentum, unless the method has its own").optional
  static let lookahead = Parameter(
    "nu", .finiteNumber, "of the momentum family, whose gradient is taken at beta + nu m: mu for Nesterov's method"
  ).optional(default: "0, or the method's")
  static let fraction = Parameter(
    "fraction", .finiteNumber, "of the threshold, above which eigenvalues are listed", default: 0.5)
  static let most = Parameter("most", .positiveInteger, "how many eigenvalues at most, the largest", default: 20)
  static let vectors = Parameter("vectors", .boolean, "whether their vectors are kept too", default: false)
}

/// `diagnostics.stability`.
let stabilityFunction = Function(
  "stability",
  "How far a method is from its edge of stability: the threshold of the curvature, from the roots of z^2 - (1 + mu - (1 + nu) s) z "
    + "+ mu - nu s, s = eta lambda, which is 2/eta for gradient descent and 2 (1 + mu)/eta for heavy ball; the sharpness over it; "
    + "the eigenvalues above a fraction of it; and when it is met at the present rate, that of the sharpness along "
    + "the rescaled gradient flow -grad L/(1 - mu). Up to 64 parameters from the whole Hessian; beyond by Hessian products of one to two "
    + "gradients each (on a network of 1,510 parameters 84 for 4 eigenvalues, 92 for 7, 111 for 20), and a derivative of the Hessian for "
    + "the rate.",
  [],
  options: [
    Parameters.loss, Parameters.beta, StabilityOptions.stepSize, StabilityOptions.momentum, StabilityOptions.lookahead,
    FlowMethodOption.parameter, StabilityOptions.fraction, StabilityOptions.most, StabilityOptions.vectors,
  ],
  returns: .object(StabilityObject.self),
  example:
    "diagnostics.stability{loss = losses.product{y = 0.6}, beta = {2.8, 3.5}, eta = 0.1, mu = 0.7}.ratio  --> 0.858015"
) { call in
  let objective = try call[Parameters.loss].objective
  let β = try call.point(Parameters.beta, for: objective)
  let numbers = try FlowMethodOption.numbers(
    call, momentum: StabilityOptions.momentum, lookahead: StabilityOptions.lookahead
  ) { $0 }
  let method = MomentumFamily(
    stepSize: try call[StabilityOptions.stepSize], momentum: numbers.momentum, lookahead: numbers.lookahead,
    combinesGradients: numbers.combinesGradients)
  let (fraction, most) = (try call[StabilityOptions.fraction], try call[StabilityOptions.most])
  try call.checkRoom(for: objective.modesMemory(most: most), by: objective.dimension)
  let watch = call.watch(call.name)
  let found = try Stability(of: method, on: objective, at: β, above: fraction, most: most) { try watch.poll() }
  return StabilityObject(found, method, fraction: fraction, hasVectors: try call[StabilityOptions.vectors])
}
