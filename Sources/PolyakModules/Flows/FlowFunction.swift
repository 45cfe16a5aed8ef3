import HeavyBall
import LuaKit

private typealias Option = FlowFunctionOption

/// `hbf.flow`.
let flowFunction = Function(
  "flow",
  "The flow that heavy ball follows (Theorem 2.1), its form for large k (Table 1), or the flow of beta and m, to any order. The "
    + "first and the last are of steps that change as well: in the last each has the field of its own eta, mu and nu, and rows of "
    + "data, in the first one of all before it too. Forms \"edge\" and \"auto\" are an EdgeFlow, which holds beyond the edge of stability "
    + "too. With noise the flow of the mean of heavy ball with noisy gradients, of order 2, "
    + "a NoiseFlow.",
  [],
  options: [
    Parameters.loss, Option.stepSize, Option.momentum, Option.lookahead, FlowMethodOption.parameter, Option.order, Option.form,
    Option.batches, NoiseOptions.parameter,
  ] + EdgeOptions.parameters + [Parameters.fma],
  returns: LuaType.object(FlowObject.self).or(.object(NoiseFlowObject.self)).or(.object(EdgeFlowObject.self)),
  example: "hbf.flow{loss = losses.product{y = 0.6}, eta = 5e-3, mu = 0.7, order = 3}:validity{2.8, 3.5}  --> 5.46712"
) { call in
  let loss = try call[Parameters.loss]
  if let wish = try call[NoiseOptions.parameter] { return Results(try NoiseFlowObject(wish, call, on: loss)) }
  let wantedOrder = try call.required(Option.order)
  guard let form = try call[Option.form].form else {
    return Results(try EdgeFlowObject(call, on: loss, order: wantedOrder))
  }
  try EdgeOptions.refuse(call, form: form.rawValue)
  let numbers = try FlowMethodOption.numbers(call, momentum: Option.momentum, lookahead: Option.lookahead) { .constant($0) }
  let settings: [(parameter: AnyParameter, value: Coefficient)] = [
    (Option.stepSize, try call[Option.stepSize]), (Option.momentum, numbers.momentum), (Option.lookahead, numbers.lookahead),
  ]
  if form != .phase, form != .piecewise, let changing = settings.first(where: { $0.value.constant == nil })?.parameter {
    throw call.fault(
      at: changing,
      complaint: "must be a number in form '\(form.rawValue)': steps that change are for forms 'phase' and 'piecewise'")
  }
  let (order, rule): (Int, FlowOrder) =
    switch wantedOrder {
    case .number(let n): (n, .given)
    case .best: (1, .best)
    case .auto: (1, .auto)
    }
  if rule == .best, form != .phase {
    throw call.fault(
      at: Option.order,
      complaint: "must be an integer in form '\(form.rawValue)': \"best\" is for form 'phase', whose terms are looked at")
  }
  let wish = FlowWish(
    coefficients: Option.coefficients(settings[0].value, settings[1].value, settings[2].value),
    combinesGradients: numbers.combinesGradients, form: form, order: order, isFused: try call[Parameters.fma])
  try wish.check(call, on: loss.objective, lookahead: Option.lookahead, form: Option.form, order: Option.order)
  let batches = try BatchOptions.batches(call, of: loss.objective)
  if batches != nil, form != .phase {
    throw call.fault(
      at: Option.batches, complaint: "is for form 'phase', whose steps may differ, got form '\(form.rawValue)'")
  }
  return Results(FlowObject(wish.flow(on: loss.objective), on: loss, order: rule, batches: batches))
}
