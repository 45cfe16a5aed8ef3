import HeavyBall
import LuaKit

/// `diagnostics.check_gradient`.
let gradientCheckFunction = Function(
  "check_gradient",
  "Compares L:gradient with central differences along random directions and coordinates: the largest relative error, "
    + "about 1e-6 or less for a right gradient, and a table of where: direction (a unit vector), coordinate (nil for "
    + "a random direction), gradient and difference (the derivative along it by each), uncertainty (of the "
    + "difference) and checked (how many directions). At a kink the difference is the mean of both sides. NaN where "
    + "L is not finite.",
  .positional("L", .object(LossObject.self), "the loss"), .positional("beta", .vector, "the parameters"),
  .option("directions", .integer(in: 0...1_000_000), default: 10, "how many random directions"),
  .option(
    "coordinates", .integer(in: 0...10_000_000), default: 100, "how many coordinates; all where there are no more"),
  .option("seed", .integer(in: 0...), default: 0, "of what is random"),
  returns: .number,
  example: "diagnostics.check_gradient(losses.product{y = 0.6}, {2.8, 3.5}) < 1e-6  --> true"
) { call in
  let objective = try call.object("L", LossObject.self).objective
  let β = try call.point("beta", for: objective)
  let (directions, coordinates) = (try call.integer("directions"), try call.integer("coordinates"))
  guard directions + coordinates > 0 else {
    throw call.error("options 'directions' and 'coordinates' are both 0: nothing to check")
  }
  let watch = call.watch("check_gradient")
  let check = try GradientCheck(
    of: objective, at: β, directions: directions, coordinates: coordinates, seed: try call.integer("seed")
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
