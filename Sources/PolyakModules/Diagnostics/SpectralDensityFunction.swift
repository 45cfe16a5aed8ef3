import HeavyBall
import LuaKit

private enum DensityOptions {
  static let probes = Parameter("probes", .positiveInteger, "how many random vectors", default: 10)
  static let steps = Parameter(
    "steps", .positiveInteger, "Lanczos' steps for each: moments are right up to twice as many, less one", default: 60)
  static let width = Parameter(
    "width", .positiveNumber, "the standard deviation of the normal distribution to which each eigenvalue is smeared"
  ).optional(default: "a hundredth of the spectrum's width")
  static let points = Parameter("points", .integer(in: 2...1_000_000), "at how many places the density is given", default: 401)
  static let seed = Parameters.seed.described("of the random vectors")
}

/// `diagnostics.spectral_density`.
let spectralDensityFunction = Function(
  "spectral_density",
  "How the Hessian's eigenvalues are spread, all of them, by stochastic Lanczos quadrature: probes times steps Hessian products, of "
    + "one to two gradients each, and as many vectors in memory as steps. plot draws it.",
  [],
  options: [
    Parameters.loss, Parameters.beta, DensityOptions.probes, DensityOptions.steps, DensityOptions.width, DensityOptions.points,
    DensityOptions.seed, BlockOption.parameter,
  ],
  returns: .object(SpectralDensityObject.self),
  example: """
    d = diagnostics.spectral_density{loss = losses.quadratic{A = {{1, 0}, {0, 3}}}, beta = {0, 0}, probes = 2}
    d:mean(function(lambda) return lambda end) < 3  --> true
    """
) { call in
  let block = try BlockOption.block(call)
  let β = try call.point(Parameters.beta, for: block.objective)
  let (probes, steps) = (try call[DensityOptions.probes], try call[DensityOptions.steps])
  try call.checkRoom(for: min(steps, block.dimension) + 2, by: block.dimension)
  let watch = call.watch(call.name)
  guard
    let found = try block.spectralDensity(
      at: β, probes: probes, steps: steps, seed: try call[DensityOptions.seed], poll: { try watch.poll() })
  else {
    throw call.fault(at: Parameters.beta, complaint: "must be a point where the Hessian is finite")
  }
  let range = found.range
  let size = max(range.lowerBound.magnitude, range.upperBound.magnitude)
  let spread = range.upperBound - range.lowerBound
  let width = try call[DensityOptions.width] ?? (spread > 1e-9 * size ? spread : size > 0 ? size : 1) / 100
  return SpectralDensityObject(found, dimension: block.dimension, width: width, points: try call[DensityOptions.points])
}
