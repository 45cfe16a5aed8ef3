import HeavyBall
import LuaKit

private enum SharpnessOptions {
  private static let standard = EigenpairOptions()

  static let count = Parameter(
    "count", .positiveInteger,
    "how many eigenvalues; more than one take twice the products, to find those that occur more than once",
    default: standard.count)
  static let tolerance = Parameter(
    "tolerance", .positiveNumber, "for the residual",
    default: "\(words(.double)), \(words(.single)) for a loss in single precision"
  ) { values in standardTolerance(try values[Diagnostics.loss].objective.precision) }
  static let start = Parameter(
    "start", .directions, "a vector, or vectors in rows, near the eigenvectors: those of an earlier call"
  ).optional
  static let iterations = Parameter(
    "iterations", .positiveInteger, "at most so many products, beside count that check the result",
    default: standard.iterations)
  static let largest = Parameter(
    "largest", .choice(of: EigenpairOptions.Order.self),
    "\"value\": furthest to the right; \"modulus\": furthest from 0", default: standard.order)

  private static func standardTolerance(_ precision: Precision) -> Double { EigenpairOptions(precision: precision).tolerance }
  private static func words(_ precision: Precision) -> String { LuaValue.number(standardTolerance(precision)).briefly }
}

/// `diagnostics.sharpness`.
let sharpnessFunction = Function(
  "sharpness",
  "The largest eigenvalue of the Hessian, and a table: values (the largest first), vectors (unit, a row each), "
    + "iterations (products made), residual (the largest |H v - lambda v|, over the largest |lambda|) and converged. "
    + "Up to 64 parameters from the whole Hessian; beyond by Lanczos' method from products, one to two gradients "
    + "each, 20 to 60 of them for one eigenvalue: it keeps up to 120 vectors, or as many as 256 MB hold. An "
    + "eigenvalue is off by about the square of the residual over its gap to the next. Where rounding keeps the "
    + "residual above the tolerance converged is false. NaN where the Hessian is not "
    + "finite.",
  [Diagnostics.loss, Diagnostics.beta],
  options: [
    SharpnessOptions.count, SharpnessOptions.tolerance, SharpnessOptions.start, SharpnessOptions.iterations,
    SharpnessOptions.largest,
  ],
  returns: .number,
  example: "diagnostics.sharpness(losses.product{y = 0.6}, {2.8, 3.5})  --> 29.1725"
) { call in
  let objective = try call[Diagnostics.loss].objective
  let β = try call.point(Diagnostics.beta, for: objective)
  let options = try searchOptions(call, objective)
  let (rows, columns) = objective.sharpnessMemory(count: options.count)
  try call.checkRoom(for: rows, by: columns)
  let state = try call.state
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
  options.count = try call[SharpnessOptions.count]
  guard options.count <= objective.dimension else {
    throw call.fault(
      at: SharpnessOptions.count,
      complaint: "must be at most \(objective.dimension), the number of parameters, got \(options.count)")
  }
  options.tolerance = try call[SharpnessOptions.tolerance]
  options.iterations = try call[SharpnessOptions.iterations]
  options.order = try call[SharpnessOptions.largest]
  guard let start = try call[SharpnessOptions.start] else { return options }
  guard start.columns == objective.dimension else {
    throw call.fault(
      at: SharpnessOptions.start,
      complaint: "must have as many columns as the loss has parameters, \(objective.dimension), got \(start.columns)")
  }
  options.start = (0..<start.rows).map { start.row($0) }
  return options
}
