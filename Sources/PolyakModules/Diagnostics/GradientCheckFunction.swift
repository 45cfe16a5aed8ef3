import HeavyBall
import LuaKit

private enum GradientCheckOptions {
  static let directions = Parameter("directions", .integer(in: 0...1_000_000), "how many random directions", default: 10)
  static let coordinates = Parameter(
    "coordinates", .integer(in: 0...10_000_000), "how many coordinates; all where there are no more", default: 100)
  static let seed = Parameters.seed.described("of what is random")
}

/// `diagnostics.check_gradient`.
let gradientCheckFunction = Function(
  "check_gradient",
  "Compares L:gradient with central differences along random directions and coordinates: the largest relative error, "
    + "about 1e-6 or less for a right gradient, and a table of where: direction (a unit vector), coordinate (nil for "
    + "a random direction), gradient and difference (the derivative along it by each), uncertainty (of the "
    + "difference) and checked (how many directions). At a kink the difference is the mean of both sides. NaN where "
    + "L is not finite.",
  [Diagnostics.loss, Diagnostics.beta],
  options: [GradientCheckOptions.directions, GradientCheckOptions.coordinates, GradientCheckOptions.seed],
  returns: .number,
  example: "diagnostics.check_gradient(losses.product{y = 0.6}, {2.8, 3.5}) < 1e-6  --> true"
) { call in
  let objective = try call[Diagnostics.loss].objective
  let β = try call.point(Diagnostics.beta, for: objective)
  let directions = try call[GradientCheckOptions.directions]
  let coordinates = try call[GradientCheckOptions.coordinates]
  guard directions + coordinates > 0 else {
    throw call.error(
      "options 'directions' and 'coordinates' are both 0: nothing to check", at: GradientCheckOptions.directions)
  }
  let watch = call.watch("check_gradient")
  let check = try GradientCheck(
    of: objective, at: β, directions: directions, coordinates: coordinates, seed: try call[GradientCheckOptions.seed]
  ) { try watch.poll() }
  let worst = check.worst
  let table = try call.state.makeTable()
  table["direction"] = .object(VectorObject(worst.direction))
  if let coordinate = worst.coordinate { table["coordinate"] = .integer(coordinate + 1) }
  table["gradient"] = .number(worst.derivative)
  table["difference"] = .number(worst.difference)
  table["uncertainty"] = .number(worst.uncertainty)
  table["checked"] = .integer(check.count)
  return Results(worst.error, table)
}
