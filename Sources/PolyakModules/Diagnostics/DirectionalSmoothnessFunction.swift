import HeavyBall
import LuaKit

private let stepSize = Parameter("eta", .nonNegativeNumber, "step size; may be left out with along").optional
private let along = Parameter("along", .vector, "a step to take in place of -eta grad L, whatever eta is").optional

/// `diagnostics.directional_smoothness`.
let directionalSmoothnessFunction = Function(
  "directional_smoothness",
  "The mean curvature over the gradient step from beta, grad L . (grad L - grad L(beta - eta grad L)) / (eta |grad "
    + "L|^2); the curvature along the gradient for eta = 0; along a step s, s . (grad L(beta + s) - grad L) / |s|^2. "
    + "NaN where the gradient, or the step, is 0. Off by about 1e-16 |beta|/|step| times the largest curvature (1e-7 "
    + "for losses in single precision); a step below 1e-8 |beta| (3e-4) is taken as infinitely short, by a "
    + "Hessian-vector product.",
  [Diagnostics.loss, Diagnostics.beta, stepSize], options: [along],
  returns: .number,
  example: "diagnostics.directional_smoothness(losses.product{y = 0.6}, {2.8, 3.5}, 5e-3)  --> 27.7334"
) { call in
  let objective = try call[Diagnostics.loss].objective
  let β = try call.point(Diagnostics.beta, for: objective)
  if let step = try call[along] {
    guard step.count == objective.dimension else {
      throw call.fault(
        at: along, complaint: "must have as many elements as beta, \(objective.dimension), got \(step.count)")
    }
    return objective.directionalSmoothness(at: β, along: step)
  }
  guard let η = try call[stepSize] else {
    throw call.fault(at: stepSize, complaint: "is missing (step size), or else option 'along' (a step)")
  }
  return objective.directionalSmoothness(at: β, stepSize: η)
}
