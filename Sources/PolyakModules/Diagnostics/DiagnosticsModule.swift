import HeavyBall
import LuaKit

/// Where a loss is looked at.
enum Diagnostics {
  static let loss = Parameter("L", .object(LossObject.self), "the loss")
  static let beta = Parameters.beta.described("the parameters")
}

/// `diagnostics`: what a loss looks like to a method.
let diagnosticsModule = Module(
  "diagnostics", "What a loss looks like to a method.",
  functions: [
    directionalSmoothnessFunction,
    sharpnessFunction,
    stabilityFunction,
    traceFunction,
    spectralDensityFunction,
    gradientCheckFunction,
    slowManifoldFunction,
    Function(
      "implicit_regularization",
      "What heavy ball minimises beside the loss (section 2.2): a table with loss, modified_loss = L/(1-mu) + penalty, "
        + "penalty = eta (1+mu)/(4 (1-mu)^3) |grad L|^2, and how many times gradient descent's the penalty is by three measures: "
        + "ratio = (1+mu)/(1-mu)^3 as the two stand, where heavy ball goes 1/(1-mu) times as fast besides; ratio_to_loss = "
        + "(1+mu)/(1-mu)^2, each relative to the loss beside it; ratio_at_equal_speed = (1+mu)/(1-mu), against gradient descent "
        + "with step size eta/(1-mu). Further modified_gradient, and smoothness_gradient, that of grad L . Hessian grad L (21).",
      [Diagnostics.loss, Diagnostics.beta], options: [Parameters.eta, Parameters.mu],
      returns: .table,
      example:
        "diagnostics.implicit_regularization(losses.product{y = 0.6}, {2.8, 3.5}, {eta = 5e-3, mu = 0.7}).ratio  --> 62.963"
    ) { call in
      let objective = try call[Diagnostics.loss].objective
      let found = ImplicitRegularization(
        of: objective, at: try call.point(Diagnostics.beta, for: objective), stepSize: try call[Parameters.eta],
        momentum: try call[Parameters.mu])
      let table = try call.state.makeTable()
      table["loss"] = .number(found.loss)
      table["modified_loss"] = .number(found.modifiedLoss)
      table["penalty"] = .number(found.penalty)
      table["ratio"] = .number(found.ratio)
      table["ratio_to_loss"] = .number(found.ratioToLoss)
      table["ratio_at_equal_speed"] = .number(found.ratioAtEqualSpeed)
      table["modified_gradient"] = .object(VectorObject(found.modifiedGradient))
      table["smoothness_gradient"] = .object(VectorObject(found.smoothnessGradient))
      return table
    },
    clockFunction.dependent(on: "the time"),
    machineCodeFunction.dependent(on: "the processors"),
  ], classes: [StabilityObject.self, SpectralDensityObject.self])
