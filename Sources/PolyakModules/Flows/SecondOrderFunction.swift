import HeavyBall
import LuaKit

private enum Option {
  static let momentum = Parameter(
    "mu", .number(in: 0..<1), "the momentum; su-boyd-candes, whose damping is 3/t, has none"
  ).optional
  static let kind = Parameter(
    "kind", .choice(of: SecondOrderKind.self),
    "\"kovachki-stuart\": eta (1+mu)/(2(1-mu)) b'' + b' = -grad L/(1-mu); \"papazov\": eta/(1-mu) b'' + b' = -grad L/(1-mu); "
      + "\"su-boyd-candes\": b'' + 3/t b' = -grad L/eta",
    default: .kovachkiStuart)
}

/// `hbf.second_order`.
let secondOrderFunction = Function(
  "second_order",
  "An equation of order 2 that a momentum method has been compared with, in the method's time, step k at k eta. Kovachki "
    + "and Stuart's, of order 2 with the start's velocity that it has here, models heavy ball; Papazov, Pesme and "
    + "Flammarion's too, for mu near 1; Su, Boyd and Candes' models Nesterov's method with momentum (k-1)/(k+2).",
  [], options: [Parameters.loss, FlowOptions.stepSize, Option.momentum, Option.kind], returns: .object(SecondOrderObject.self),
  example: """
    flow = hbf.second_order{loss = losses.product{y = 0.6}, eta = 1e-3, mu = 0.5}
    flow:integrate({1, 2}, 100):final()[1]  --> 0.645212
    """
) { call in
  let kind = try call[Option.kind]
  if kind == .suBoydCandes, try call.has(Option.momentum) {
    throw call.fault(at: Option.momentum, complaint: "is not for kind '\(kind.rawValue)', whose damping is 3/t")
  }
  let momentum = try kind == .suBoydCandes ? 0 : call.required(Option.momentum)
  let watch = call.watch(call.name)
  let loss = try call[Parameters.loss]
  return SecondOrderObject(
    try SecondOrderFlow(loss.objective, kind, stepSize: try call[FlowOptions.stepSize], momentum: momentum) {
      try watch.poll()
    }, on: loss)
}
