import HeavyBall
import LuaKit

/// `optim`: the discrete methods.
let optimModule = Module(
  "optim", "Discrete methods, to be run on a loss.",
  functions: [
    optimizer(GradientDescent.self, "Gradient descent, b <- b - eta grad L(b).", []) { call in
      GradientDescent(stepSize: try call.number("eta"))
    },
    optimizer(HeavyBallMethod.self, "Heavy ball, m <- mu m - eta grad L(b), b <- b + m.", [mu]) { call in
      HeavyBallMethod(stepSize: try call.number("eta"), momentum: try call.number("mu"))
    },
    optimizer(NesterovGradient.self, "Nesterov's accelerated gradient: heavy ball with the gradient at b + mu m.", [mu]) { call in
      NesterovGradient(stepSize: try call.number("eta"), momentum: try call.number("mu"))
    },
    optimizer(
      MomentumFamily.self, "The momentum family: heavy ball with the gradient at b + nu m.",
      [mu, .option("nu", .finiteNumber, "how far ahead the gradient is taken; 0 is heavy ball, mu Nesterov's method")]
    ) { call in
      MomentumFamily(
        stepSize: try call.number("eta"), momentum: try call.number("mu"), lookahead: try call.number("nu"))
    },
    optimizer(
      Adam.self, "Adam (Kingma and Ba 2015).",
      [
        .option("beta1", .number(in: 0..<1), default: 0.9, "decay of the mean gradient"),
        .option("beta2", .number(in: 0..<1), default: 0.999, "decay of the mean squared gradient"),
        .option("epsilon", .positiveNumber, default: 1e-8, "added to the square root"),
      ]
    ) { call in
      Adam(
        stepSize: try call.number("eta"), firstDecay: try call.number("beta1"),
        secondDecay: try call.number("beta2"), epsilon: try call.number("epsilon"))
    },
  ],
  classes: [OptimizerObject.self, TrajectoryObject.self, RecordObject.self, EnsembleObject.self])

/// Of optimizers and flows.
let fusion = Parameter.option(
  "fma", .boolean, default: false,
  "machine code rounds a product and the sum it goes into once: faster, and not the interpreter's result to the last bit; "
    + "nothing where there is no machine code (see diagnostics.machine_code), so that bits depend on the machine")

private let mu = Parameter.option("mu", .number(in: 0..<1), "momentum")

/// The Lua function that makes an optimizer: the loss, the step size, and its own options.
private func optimizer<O: Optimizer>(
  _ type: O.Type, _ summary: String, _ options: [Parameter], make: @escaping @Sendable (Call) throws -> O
) -> Function {
  let all = [Parameter.option("eta", .positiveNumber, "step size")] + options
  let loss = Parameter.option("loss", .object(LossObject.self), "what to minimise")
  let example = all.filter(\.isRequired).map { "\($0.name) = \($0.name == "eta" ? "0.1" : "0.5")" }
  return Function(
    O.name, summary, parameters: [loss] + all + [fusion],
    returns: .object(OptimizerObject.self),
    example: "optim.\(O.name){loss = losses.product{y = 1}, \(example.joined(separator: ", "))}.name  --> \(O.name)"
  ) { call in
    try OptimizerObject(
      make(call), on: try call.object("loss", LossObject.self),
      settings: try all.map { ($0.name, try call.number($0.name)) }, isFused: try call.boolean(fusion.name), call)
  }
}
