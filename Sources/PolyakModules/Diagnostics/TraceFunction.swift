import HeavyBall
import LuaKit

private enum TraceOptions {
  static let method = Parameter(
    "method", .choice(of: TraceEstimate.Method.self),
    "\"hutchinson\": the mean of v.Hv over vectors of random signs; \"hutch++\": what large eigenvalues add is taken exactly",
    default: .hutchPlusPlus)
  static let probes = Parameter(
    "probes", .positiveInteger,
    "how many Hessian products, \"hutch++\" at least three; as many as there are parameters give the trace itself", default: 60)
  static let seed = Parameters.seed.described("of the random vectors")
}

/// `diagnostics.trace`.
let traceFunction = Function(
  "trace",
  "The trace of the Hessian, estimated from its products with random vectors, one to two gradients each; and a table: error (one "
    + "standard deviation, 0 of the trace itself), products (how many were made), and with layers = true layers, a list of name, "
    + "first and last (the numbers of its parameters), trace and error of each block on the diagonal, with as many probes each; "
    + "these add up to the trace. \"hutch++\" keeps a third as many vectors as probes. NaN where a product is not finite.",
  [],
  options: [
    Parameters.loss, Parameters.beta, TraceOptions.method, TraceOptions.probes, TraceOptions.seed, BlockOption.parameter,
    BlockOption.layers,
  ],
  returns: .number,
  example: "diagnostics.trace{loss = losses.product{y = 0.6}, beta = {2.8, 3.5}}  --> 20.09"
) { call in
  let objective = try call[Parameters.loss].objective
  let β = try call.point(Parameters.beta, for: objective)
  let (method, probes, seed) = (try call[TraceOptions.method], try call[TraceOptions.probes], try call[TraceOptions.seed])
  let watch = call.watch(call.name)
  func trace(_ block: HessianBlock) throws -> TraceEstimate {
    if probes < block.dimension, method == .hutchPlusPlus { try call.checkRoom(for: probes / 3 + 2, by: block.dimension) }
    return try block.trace(at: β, method, probes: probes, seed: seed) { try watch.poll() }
  }
  let state = try call.state
  let table = state.makeTable()
  guard let blocks = try BlockOption.all(call) else {
    let found = try trace(try BlockOption.block(call))
    table["error"] = .number(found.error)
    table["products"] = .integer(found.products)
    return Results(found.value, table)
  }
  let layers = state.makeTable()
  var (sum, square, products) = (0.0, 0.0, 0)
  for (i, (name, block)) in blocks.enumerated() {
    let found = try trace(block)
    sum += found.value
    square += found.error * found.error
    products += found.products
    let layer = state.makeTable()
    layer["name"] = .string(LuaString(name))
    layer["first"] = .integer(block.range.lowerBound + 1)
    layer["last"] = .integer(block.range.upperBound)
    layer["trace"] = .number(found.value)
    layer["error"] = .number(found.error)
    layers[i + 1] = .table(layer)
  }
  table["error"] = .number(square.squareRoot())
  table["products"] = .integer(products)
  table["layers"] = .table(layers)
  return Results(sum, table)
}
