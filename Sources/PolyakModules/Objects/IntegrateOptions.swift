import HeavyBall
import LuaKit

/// The options by which `flow:integrate` chooses a method and what the method keeps to.
enum IntegrateOptions {
  static let fixed = Integrators.fixedStep.map { $0.name }
  static let adaptive = Integrators.adaptive.map(\.name)

  /// Those of adaptive methods, which are all that an order of errors is measured with.
  static let tolerances: [Parameter] = [
    .option(
      "rtol", .positiveNumber, default: nil,
      "adaptive methods: error of a step relative to beta; 1e-10 if left out, 1e-6 for a loss in single precision"),
    .option(
      "atol", .nonNegativeNumber, default: nil,
      "adaptive methods: what is added to rtol |beta_i|; 1e-12 if left out, 1e-8 for a loss in single precision"),
  ]

  static let parameters: [Parameter] = [
    .option(
      "method", .string(oneOf: adaptive + fixed), default: "dop853",
      "the integrator: \(adaptive.joined(separator: ", ")) choose their steps, \(fixed.joined(separator: ", ")) do not"),
    .option("substeps", .integer(in: 1...1_000_000_000), default: nil, "fixed-step methods: steps in each eta; 10 if left out"),
  ] + tolerances + [
    .option("first_step", .positiveNumber, default: nil, "adaptive methods: the first step to try"),
    .option(
      "max_step", .positiveNumber, default: nil,
      "adaptive methods: the longest step, in the flow's time, of which a step of heavy ball takes eta; features of the "
        + "field narrower than the steps may be stepped over"),
    .option("max_steps", .positiveInteger, default: nil, "adaptive methods: steps that may be tried; 1,000,000 if left out"),
    .option("taylor_order", .integer(in: 2...60), default: nil, "taylor: how many terms; chosen from rtol if left out"),
    .option("dense", .boolean, default: false, "adaptive methods: keep the solution between the points, for trajectory:at(t)"),
  ]

  /// The runner that the options ask for.
  static func runner(of flow: HeavyBallFlow, _ call: Call) throws -> FlowRun {
    let name = try call.string("method")
    let watch = call.watch(call.name)
    let poll = { () throws(LuaError) in try watch.poll() }
    if let method = Integrators.fixedStep.first(where: { $0.name == name }) {
      for option in ["rtol", "atol", "first_step", "max_step", "max_steps", "dense"] where call.has(option) {
        throw call.error("option '\(option)' is for adaptive methods (\(adaptive.joined(separator: ", "))), not '\(name)'")
      }
      try refuseTaylorOrder(name, call)
      return try flow.run(method, substeps: try call.integerIfPresent("substeps") ?? 10, poll: poll)
    }
    if call.has("substeps") {
      throw call.error(
        "option 'substeps' is for fixed-step methods (\(fixed.joined(separator: ", "))); '\(name)' chooses its steps by rtol and atol")
    }
    guard var method = Integrators.adaptive.first(where: { $0.name == name }) else {
      throw call.error("no integrator '\(name)'")
    }
    if method is TaylorSeries {
      method = TaylorSeries(order: try call.integerIfPresent("taylor_order"))
    } else {
      try refuseTaylorOrder(name, call)
    }
    var options = IntegratorOptions(precision: flow.objective.precision)
    try readTolerances(call, &options)
    options.firstStep = try call.numberIfPresent("first_step")
    options.maxStep = try call.numberIfPresent("max_step")
    options.maxSteps = try call.integerIfPresent("max_steps") ?? options.maxSteps
    options.keepsDenseOutput = try call.boolean("dense")
    return try flow.run(method, options, poll: poll)
  }

  static func readTolerances(_ call: Call, _ options: inout IntegratorOptions) throws {
    options.relativeTolerance = try call.numberIfPresent("rtol") ?? options.relativeTolerance
    options.absoluteTolerance = try call.numberIfPresent("atol") ?? options.absoluteTolerance
  }

  private static func refuseTaylorOrder(_ name: String, _ call: Call) throws {
    if call.has("taylor_order") { throw call.error("option 'taylor_order' is for method 'taylor', not '\(name)'") }
  }
}
