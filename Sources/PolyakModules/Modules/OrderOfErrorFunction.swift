import HeavyBall
import LuaKit

/// `hbf.order_of_error`.
let orderOfErrorFunction = Function(
  "order_of_error",
  "Runs heavy ball and its flow over the same time for several step sizes: the errors at the end, and their slopes. The "
    + "flow is integrated with rtol 1e-13 and atol 1e-15, or 1e-6 and 1e-8 for a loss in single precision.",
  parameters: [
    FlowOptions.loss, .option("from", .vector, "where both start"), .option("T", .positiveNumber, "the time"),
    FlowOptions.momentum, FlowOptions.lookahead, FlowOptions.order, FlowOptions.form,
    .option("etas", .vector, default: nil, "the step sizes, each a part of T; T/20, T/40, ..., T/640 if left out"),
    .option("burn_in", .nonNegativeNumber, default: 0, "a time that the method runs alone first, to give the flow its start"),
  ] + IntegrateOptions.tolerances + [Run.progress],
  returns: .object(OrderOfErrorObject.self),
  example: """
    L = losses.product{y = 0.6}
    hbf.order_of_error{loss = L, from = {2.8, 3.5}, T = 0.05, mu = 0.5, order = 2}.slopes[5]  --> 1.98842
    """
) { call in
  let (duration, burnIn) = (try call.number("T"), try call.number("burn_in"))
  let etas = call.has("etas")
    ? try call.value("etas", as: Vector.self).elements : (0..<6).map { duration / Double(20 << $0) }
  try check(etas, parts: duration, "T", call)
  if burnIn > 0 { try check(etas, parts: burnIn, "burn_in", call) }
  let objective = try call.object("loss", LossObject.self).objective
  let start = try call.point("from", for: objective)
  guard start.isFinite else { throw call.error("option 'from' must hold finite numbers") }

  var tolerances = OrderOfError.tolerances(objective.precision)
  try IntegrateOptions.readTolerances(call, &tolerances)
  var options = RunOptions()
  let state = call.state
  options.poll = { try state.checkInterrupt() }
  Run.readProgress(call, title: "order of error", &options)
  // The first flow says whether the options go together.
  let first = try FlowOptions.flow(call, stepSize: etas[0])
  let (µ, order, form) = (first.momentum, first.order, first.form)
  let r = etas.max().map { $0 / first.stepSize * first.validity(at: start) } ?? 0
  let title = "\(first.title), \(form.rawValue) form, to T = \(formatted(duration)), r up to \(formatted(r, "%.2g"))"
  let measured = try OrderOfError.measure(
    of: { HeavyBallFlow(objective, stepSize: $0, momentum: µ, lookahead: first.lookahead, order: order, form: form) },
    from: start, duration: duration, stepSizes: etas, burnIn: burnIn, tolerances: tolerances, options,
    interrupted: {
      guard state.interrupt.isRaised, !$0.errors.isEmpty else { return }
      let remark = "interrupted: \($0.errors.count) of \(etas.count) step sizes"
      state.keepInterrupted?(OrderOfErrorObject($0, title: title, remark: remark))
    })
  return OrderOfErrorObject(measured, title: title)
}

/// Holds that each step size goes into a time a whole number of times.
private func check(_ etas: [Double], parts duration: Double, _ name: String, _ call: Call) throws {
  guard etas.count >= 2 else { throw call.error("option 'etas' must have at least two step sizes, got \(etas.count)") }
  for (i, η) in etas.enumerated() {
    guard η > 0, η.isFinite else {
      throw call.error("option 'etas' must hold numbers > 0, got \(LuaValue.number(η).briefly) in place \(i + 1)")
    }
    let steps = duration / η
    guard steps >= 0.999, (steps - steps.rounded()).magnitude <= 1e-6 * steps else {
      throw call.error(
        "option 'etas' must hold whole parts of \(name) = \(formatted(duration)), but \(name) is "
          + "\(formatted(steps)) times number \(i + 1), \(formatted(η))")
    }
  }
}
