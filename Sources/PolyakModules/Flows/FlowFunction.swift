import HeavyBall
import LuaKit

/// What `hbf.flow` can be given: numbers that may change from step to step, and an order that may be found.
private enum Option {
  static let stepSize = Parameter(
    "eta", .schedule(in: .positive),
    "heavy ball's step size; in forms \"phase\" and \"piecewise\" also a function of the step's number k, 1 first, as methods take it: it is "
      + "traced, k being a symbol, so that where(k - 100, a, b), min and max can be used, and if, k // 5 and looking up in a "
      + "table can not")
  static let momentum = Parameter(
    "mu", .schedule(in: .fraction),
    "heavy ball's momentum, unless the method has its own; in forms \"phase\" and \"piecewise\" also a function of k, as eta"
  ).optional
  static let lookahead = Parameter(
    "nu", .schedule(in: .finite), FlowOptions.lookaheadText + "; in form \"phase\" also a function of k, as eta"
  ).optional(default: "0, or the method's")
  static let order = Parameter(
    "order",
    ParameterType<Int>.integer(in: FlowOptions.orders).map { Order.number($0) }
      .or(ParameterType<String>.string(oneOf: "best", "auto").map { $0 == "best" ? .best : .auto })
      .named(
        "integer, \"best\" or \"auto\"",
        description:
          "an integer in [1, 64], in form \"phase\" in [1, \(HeavyBallFlow.maximumPhaseOrder)], \"best\" or \"auto\"",
        annotation: "integer|\"best\"|\"auto\""),
    FlowOptions.orderText
      + "; \"best\", in form \"phase\": that at which the field's terms stop shrinking where a run begins, at "
      + "most \(HeavyBallFlow.maximumBestOrder), looked at with step 1's eta, mu and nu where these change; \"auto\": the lowest, "
      + "at most \(FlowOrder.maximumAuto), whose error stays within the error that integrate is given; with noise 2"
  ).optional
  static let batches = BatchOptions.parameter
  static let form = Parameter(
    "form", .choice(of: FlowForm.self), FlowOptions.formText,
    default: "\"piecewise\"; \"phase\" where eta, mu or nu change, with batches, or where order is \"best\""
  ) { values in
    if case .best? = try values[order] { return .phase }
    if case .those? = try values[batches] { return .phase }
    let numbers = try coefficients(values[stepSize], values[momentum] ?? 0, values[lookahead] ?? 0)
    return numbers.method == nil ? .phase : .piecewise
  }

  enum Order {
    case number(Int)
    case best
    case auto
  }

  static func coefficients(_ η: Coefficient, _ µ: Coefficient, _ ν: Coefficient) -> MomentumCoefficients {
    MomentumCoefficients(stepSize: η, momentum: µ, lookahead: ν)
  }
}

/// `hbf.flow`.
let flowFunction = Function(
  "flow",
  "The flow that heavy ball follows (Theorem 2.1), its form for large k (Table 1), or the flow of beta and m, to any order. The "
    + "first and the last are of steps that change as well: in the last each has the field of its own eta, mu and nu, and rows of "
    + "data, in the first one of all before it too. With noise the flow of the mean of heavy ball with noisy gradients, of order 2, "
    + "a NoiseFlow.",
  [],
  options: [
    Parameters.loss, Option.stepSize, Option.momentum, Option.lookahead, FlowMethodOption.parameter, Option.order, Option.form,
    Option.batches, NoiseOptions.parameter, Parameters.fma,
  ],
  returns: LuaType.object(FlowObject.self).or(.object(NoiseFlowObject.self)),
  example: "hbf.flow{loss = losses.product{y = 0.6}, eta = 5e-3, mu = 0.7, order = 3}:validity{2.8, 3.5}  --> 5.46712"
) { call in
  let loss = try call[Parameters.loss]
  if let wish = try call[NoiseOptions.parameter] { return Results(try noiseFlow(wish, call, on: loss)) }
  let wantedOrder = try call.required(Option.order)
  let form = try call[Option.form]
  let numbers = try FlowMethodOption.numbers(call, momentum: Option.momentum, lookahead: Option.lookahead) { .constant($0) }
  let settings: [(parameter: AnyParameter, value: Coefficient)] = [
    (Option.stepSize, try call[Option.stepSize]), (Option.momentum, numbers.momentum), (Option.lookahead, numbers.lookahead),
  ]
  let changes = settings.contains { $0.value.constant == nil }
  if form == .piecewise, changes, numbers.lookahead.constant != 0 {
    throw call.fault(
      at: Option.lookahead, complaint: "must be 0 in form 'piecewise' where steps change, got \(numbers.lookahead.words)")
  }
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
  try wish.check(call, lookahead: Option.lookahead, form: Option.form, order: Option.order)
  let batches = try BatchOptions.batches(call, of: loss.objective)
  if batches != nil, form != .phase {
    throw call.fault(
      at: Option.batches, complaint: "is for form 'phase', whose steps may differ, got form '\(form.rawValue)'")
  }
  return Results(FlowObject(wish.flow(on: loss.objective), on: loss, order: rule, batches: batches))
}

/// The flow of the mean, which has an order and a form of its own.
private func noiseFlow(_ wish: NoiseOptions.Wish, _ call: Call, on loss: LossObject) throws -> NoiseFlowObject {
  let given = try FlowMethodOption.numbers(call, momentum: Option.momentum, lookahead: Option.lookahead) { .constant($0) }
  let numbers = try Option.coefficients(call[Option.stepSize], given.momentum, given.lookahead)
  let settings: [(parameter: AnyParameter, value: Coefficient)] = [
    (Option.stepSize, numbers.stepSize), (Option.momentum, numbers.momentum), (Option.lookahead, numbers.lookahead),
  ]
  for (parameter, value) in settings where value.constant == nil {
    throw call.fault(at: parameter, complaint: "must be a number with noise")
  }
  guard let method = numbers.method, method.lookahead == 0 else {
    throw call.fault(at: Option.lookahead, complaint: "must be 0 with noise")
  }
  switch try call[Option.order] {
  case .number(2)?, nil: break
  case .number(let n)?: throw call.fault(at: Option.order, complaint: "must be 2 with noise, got \(n)")
  case .best?: throw call.fault(at: Option.order, complaint: "must be 2 with noise, got 'best'")
  case .auto?: throw call.fault(at: Option.order, complaint: "must be 2 with noise, got 'auto'")
  }
  if try call.has(Option.form) {
    throw call.fault(at: Option.form, complaint: "is not for noise: the mean's flow has a form of its own")
  }
  let batches = try BatchOptions.batches(call, of: loss.objective)
  let noise = try NoiseOptions.noise(wish, batches, call, on: loss.objective, batchParameter: Option.batches)
  let watch = call.watch(call.name)
  return NoiseFlowObject(
    try NoiseFlow(loss.objective, stepSize: method.stepSize, momentum: method.momentum, noise: noise) {
      try watch.poll()
    }, on: loss)
}
