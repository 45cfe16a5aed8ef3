import HeavyBall
import LuaKit

private let place = Parameter("at", .vector, "the point whose quadratic is taken: the minimum")
private let covariance = Parameter(
  "covariance", NoiseOptions.covarianceType,
  "of each step's gradient; a number is the variance of each of its components alike")

/// `hbf.stationary_covariance`.
let stationaryCovarianceFunction = Function(
  "stationary_covariance",
  "The covariance of beta that heavy ball keeps around a minimum where each step's gradient has independent noise, of the loss's "
    + "quadratic there, exact in eta: in one dimension eta sigma^2 (1+mu) / ((1-mu) lambda (2(1+mu) - eta lambda)).",
  [], options: [Parameters.loss, place, FlowOptions.stepSize, FlowOptions.momentum, covariance],
  returns: .object(MatrixObject.self),
  example: """
    L = losses.quadratic{A = {{1}}}
    hbf.stationary_covariance{loss = L, at = {0}, eta = 0.1, mu = 0.5, covariance = 1}[1][1]  --> 0.103448
    """
) { call in
  let objective = try call[Parameters.loss].objective
  let β = try call.point(place, for: objective)
  try call.checkFinite(β, place)
  let noise = try call[covariance].matrix(call, covariance, nil, of: objective)
  let watch = call.watch(call.name)
  let hessian = try objective.hessian(at: β) { () throws(LuaError) in try watch.poll() }
  guard hessian.isFinite else {
    throw call.fault(at: place, complaint: "must be a point where the Hessian is finite")
  }
  let (η, µ) = (try call[FlowOptions.stepSize], try call[FlowOptions.momentum])
  guard
    let found = try StationaryCovariance.value(
      hessian: hessian, noise: noise, stepSize: η, momentum: µ, poll: { try watch.poll() })
  else {
    throw call.error(
      "there is none: each eigenvalue of the Hessian must be in 0 < lambda < 2(1+mu)/eta = \(formatted(2 * (1 + µ) / η))")
  }
  return MatrixObject(found)
}
