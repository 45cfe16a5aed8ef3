import HeavyBall
import LuaKit

/// `diagnostics.sharpness`.
let sharpnessFunction = Function(
  "sharpness",
  "The largest eigenvalue of the Hessian, and a table: values (the largest first), vectors (unit, a row each), "
    + "iterations (products made), residual (the largest |H v - lambda v|, over the largest |lambda|) and converged. "
    + "Up to 64 parameters from the whole Hessian; beyond by Lanczos' method from products, about two gradients "
    + "each, 20 to 60 of them for one eigenvalue: it keeps up to 120 vectors, or as many as 256 MB hold. An "
    + "eigenvalue is off by about the square of the residual over its gap to the next. Where rounding keeps the "
    + "residual above the tolerance converged is false. NaN where the Hessian is not "
    + "finite.",
  .positional("L", .object(LossObject.self), "the loss"), .positional("beta", .vector, "the parameters"),
  .option(
    "count", .positiveInteger, default: 1,
    "how many eigenvalues; more than one take twice the products, to find those that occur more than once"),
  .option(
    "tolerance", .positiveNumber, default: nil, "for the residual; 1e-6 if left out, 1e-4 for a loss in single precision"),
  .option(
    "start", .directions, default: nil,
    "a vector, or vectors in rows, near the eigenvectors: those of an earlier call"),
  .option("iterations", .positiveInteger, default: 200, "at most so many products, beside count that check the result"),
  .option(
    "largest", .string(oneOf: EigenpairOptions.Order.allCases.map(\.rawValue)), default: "value",
    "\"value\": furthest to the right; \"modulus\": furthest from 0"),
  returns: .number,
  example: "diagnostics.sharpness(losses.product{y = 0.6}, {2.8, 3.5})  --> 29.1725"
) { call in
  let objective = try call.object("L", LossObject.self).objective
  let β = try call.point("beta", for: objective)
  let options = try searchOptions(call, objective)
  let (rows, columns) = objective.sharpnessMemory(count: options.count)
  do { try Memory.check(rows: rows, of: columns, for: .result) } catch { throw call.error("\(error)") }
  let state = call.state
  try state.checkMemory(adding: 8 * rows * columns)
  let watch = call.watch("sharpness")
  let found = try objective.sharpness(at: β, options) { try watch.poll() }
  let table = state.makeTable()
  table["values"] = .object(VectorObject(Vector(found.values)))
  table["vectors"] = .object(MatrixObject(found.vectors))
  table["iterations"] = .integer(found.products)
  table["residual"] = .number(found.residual)
  table["converged"] = .boolean(found.isConverged)
  return Results(found.values[0], table)
}

private func searchOptions(_ call: Call, _ objective: Objective) throws -> EigenpairOptions {
  var options = EigenpairOptions(precision: objective.precision)
  options.count = try call.integer("count")
  guard options.count <= objective.dimension else {
    throw call.error(
      "option 'count' must be at most \(objective.dimension), the number of parameters, got \(options.count)")
  }
  options.tolerance = try call.numberIfPresent("tolerance") ?? options.tolerance
  options.iterations = try call.integer("iterations")
  options.order = try call.stringIfPresent("largest").flatMap(EigenpairOptions.Order.init(rawValue:)) ?? .value
  guard let start = try call.valueIfPresent("start", as: Matrix.self) else { return options }
  guard start.columns == objective.dimension else {
    throw call.error(
      "option 'start' must have as many columns as the loss has parameters, "
        + "\(objective.dimension), got \(start.columns)")
  }
  options.start = (0..<start.rows).map { start.row($0) }
  return options
}
