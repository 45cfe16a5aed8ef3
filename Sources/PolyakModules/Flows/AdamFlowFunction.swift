import HeavyBall
import LuaKit

private enum Option {
  static let stepSize = FlowOptions.stepSize.described("Adam's step size")
  static let firstDecay = Parameter(
    "beta1", .number(in: 0..<1), "Adam's decay of the mean gradient; 0 is RMSprop with a bias correction", default: 0.9)
  static let secondDecay = Parameter("beta2", .number(in: 0..<1), "Adam's decay of the mean squared gradient", default: 0.999)
  static let epsilon = Parameter("epsilon", .positiveNumber, "Adam's epsilon", default: 1e-8)
  static let place = Parameter(
    "epsilon_place", .choice(of: AdamFlow.EpsilonPlace.self),
    "\"outside\": sqrt(v) + epsilon, as optim.adam and optim.rmsprop have it; \"inside\": sqrt(v + epsilon)", default: .outside)
  static let order = Parameter("order", .integer(in: 1...2), "of the error in eta", default: 2)
}

/// `hbf.adam_flow`.
let adamFlowFunction = Function(
  "adam_flow",
  "The flow that Adam follows from its own start while no component of the gradient changes sign: with h = eta, "
    + "s = g/(|g| + epsilon), b'_j = -[g_j + (h/2) ((1+beta1)/(1-beta1) - (1+beta2)/(1-beta2) |g_j|/(|g_j| + epsilon)) (Hs)_j] / "
    + "(|g_j| + epsilon), of order 1 without the term in h. With epsilon inside of the root, |g_j| + epsilon is q_j = sqrt(g_j^2 + epsilon), and "
    + "|g_j|/(|g_j| + epsilon) is g_j^2/q_j^2. eta/(1 - beta2) must be short beside the time in which g changes.",
  [],
  options: [
    Parameters.loss, Option.stepSize, Option.firstDecay, Option.secondDecay, Option.epsilon,
    Option.place, Option.order,
  ],
  returns: .object(AdamFlowObject.self),
  example: """
    L = losses.product{y = 0.6}
    settings = {loss = L, eta = 1e-3, beta1 = 0.5, beta2 = 0.7}
    flow = hbf.adam_flow(settings):integrate({2.8, 3.5}, 400)
    hbf.discretization_error(flow, optim.adam(settings):run({2.8, 3.5}, 400))[401]  --> 1.12279e-05
    """
) { call in
  let loss = try call[Parameters.loss]
  let watch = call.watch(call.name)
  let flow = try AdamFlow(
    loss.objective, stepSize: try call[Option.stepSize], firstDecay: try call[Option.firstDecay],
    secondDecay: try call[Option.secondDecay], epsilon: try call[Option.epsilon], place: try call[Option.place],
    order: try call[Option.order]
  ) { try watch.poll() }
  return AdamFlowObject(flow, on: loss)
}
