import HeavyBall
import LuaKit

private enum OrderOptions {
  static let loss = Parameter(
    "loss",
    ParameterType<LossObject>.object(LossObject.self).map { LossChoice.one($0) }.or(
      ParameterType<LuaFunction>.function.map { .byStepSize($0) }),
    "the loss, or a function of eta that returns one of the same dimension: beyond the edge of stability a loss has its place by eta"
  )
  static let place = Parameter(
    "at", .choice(of: OrderOfError.Place.self),
    "what is compared at T: \"iterates\", or \"midpoints\", (beta_{k-1} + 2 beta_k + beta_{k+1})/4 with the flow's smooth part",
    default: .iterates)

  enum LossChoice {
    case one(LossObject)
    case byStepSize(LuaFunction)

    func objective(_ η: Double, _ call: Call) throws -> Objective {
      guard case .byStepSize(let function) = self else {
        if case .one(let loss) = self { return loss.objective }
        preconditionFailure("a loss")
      }
      let value = try function.call([.number(η)]).first ?? .nil
      guard case .object(let object) = value, let loss = object as? LossObject else {
        throw call.error("the function 'loss' must return a loss, got \(value.briefly)", at: OrderOptions.loss)
      }
      return loss.objective
    }
  }

  static let start = Parameter("from", .vector, "where both start")
  static let duration = Parameter("T", .positiveNumber, "the time")
  static let etas = Parameter(
    "etas", .vector, "the step sizes, each a part of T", default: "T/\(parts[0]), T/\(parts[1]), ..., T/\(parts[5])"
  ) { values in
    let time = try values[duration]
    return Vector(parts.map { time / Double($0) })
  }
  static let burnIn = Parameter(
    "burn_in", .nonNegativeNumber, "a time that the method runs alone first, to give the flow its start", default: 0)

  static let momentum = MomentumStart.parameter.described(
    "heavy ball's m at the start: 0, or \"settled\", as where it has run long, of which the limit form has its order from the "
      + "start itself; for forms \"limit\" and \"phase\"")

  static let tolerances = ToleranceOptions { OrderOfError.tolerances($0) }

  static let parameters: [AnyParameter] =
    [
      loss, start, duration, FlowOptions.ownMomentum, FlowOptions.lookahead, FlowMethodOption.parameter,
      FlowOptions.order, FlowOptions.form, etas, burnIn, momentum, place,
    ] + EdgeOptions.parameters + tolerances.parameters + [Run.progress]

  private static let parts = (0..<6).map { 20 << $0 }
}

/// `hbf.order_of_error`.
let orderOfErrorFunction = Function(
  "order_of_error",
  "Runs heavy ball, or another method, and its flow over the same time for several step sizes: the errors at the end, and their slopes.",
  [], options: OrderOptions.parameters,
  returns: .object(OrderOfErrorObject.self),
  example: """
    L = losses.product{y = 0.6}
    hbf.order_of_error{loss = L, from = {2.8, 3.5}, T = 0.05, mu = 0.5, order = 2}.slopes[5]  --> 1.98842
    """
) { call in
  let (duration, burnIn) = (try call[OrderOptions.duration], try call[OrderOptions.burnIn])
  let etas = try call[OrderOptions.etas].elements
  try check(etas, partsOf: OrderOptions.duration, call)
  if burnIn > 0 { try check(etas, partsOf: OrderOptions.burnIn, call) }
  let choice = try call[OrderOptions.loss]
  let objective = try choice.objective(etas[0], call)
  let start = try call.point(OrderOptions.start, for: objective)
  try call.checkFinite(start, OrderOptions.start)

  let tolerances = try OrderOptions.tolerances.options(call, precision: objective.precision)
  var options = RunOptions()
  let state = try call.state
  options.poll = { try state.checkInterrupt() }
  options.showLine(try call[Run.progress], title: "order of error")
  // The first flow says whether the options go together.
  let flow = try FlowOptions.flow(call, on: objective)
  let first = flow(objective, etas[0])
  let isSettled = try call[OrderOptions.momentum] == .settled
  if isSettled {
    guard let first = first as? HeavyBallFlow else {
      throw call.fault(
        at: OrderOptions.momentum, complaint: "must be \"rest\" in form '\(try call[FlowOptions.form].rawValue)'")
    }
    try MomentumStart.check(first, OrderOptions.momentum, call)
    if burnIn > 0 {
      throw call.fault(
        at: OrderOptions.momentum, complaint: "must be \"rest\" with a burn_in, after which heavy ball has its own m")
    }
  }
  let place = try call[OrderOptions.place]
  let title =
    try title(first, call, stepSizes: etas, start: start, duration: duration)
    + (isSettled ? ", from m settled" : "") + (place == .midpoints ? ", at midpoints" : "")
  var reached: OrderOfErrorObject?
  do {
    let measured = try OrderOfError.measure(
      of: { η in
        let own = try choice.objective(η, call)
        guard own.dimension == start.count else {
          throw call.error(
            "the function 'loss' must return losses of one dimension, got \(start.count) and \(own.dimension)",
            at: OrderOptions.loss)
        }
        return flow(own, η)
      }, at: place,
      from: start, duration: duration, stepSizes: etas, burnIn: burnIn, isSettled: isSettled,
      tolerances: tolerances, options,
      interrupted: {
        if $0.errors.isEmpty { return }
        let remark = "interrupted: \($0.errors.count) of \(etas.count) step sizes"
        reached = OrderOfErrorObject($0, title: title, remark: remark)
      })
    return OrderOfErrorObject(measured, title: title)
  } catch let error as LuaError where error.kind == .interrupted {
    if let reached, state.goesOn(with: reached) { return reached }
    throw error
  }
}

/// `heavy-ball flow of order 2, limit form, to T = 0.05, r up to 0.3`.
private func title(
  _ flow: any ModelFlow, _ call: Call, stepSizes etas: [Double], start: Vector, duration: Double
) throws -> String {
  let form = try call[FlowOptions.form]
  let isOwn = (flow as? HeavyBallFlow)?.hasMomentum ?? true
  let r = try flow.validity(at: start) { try call.state.checkInterrupt() } * (form.form == nil ? 1 : (etas.max() ?? 0) / etas[0])
  let radius: String = "r \(form.form == nil ? "at eta = \(formatted(etas[0])) " : "up to ")\(formatted(r, "%.2g"))"
  return "\(flow.title)\(isOwn ? "" : ", \(form.rawValue) form"), to T = \(formatted(duration)), \(radius)"
}

/// Holds that each step size goes into a time a whole number of times.
private func check(_ etas: [Double], partsOf time: Parameter<Double>, _ call: Call) throws {
  func refusal(_ complaint: String) -> LuaError { call.fault(at: OrderOptions.etas, complaint: complaint) }
  guard etas.count >= 2 else { throw refusal("must have at least two step sizes, got \(etas.count)") }
  let (name, duration) = (time.name, try call[time])
  for (i, η) in etas.enumerated() {
    guard η > 0, η.isFinite else {
      throw call.fault(
        at: OrderOptions.etas, "\(i + 1)", complaint: "must be a number > 0, got \(LuaValue.number(η).briefly)")
    }
    let steps = duration / η
    guard steps >= 0.999, (steps - steps.rounded()).magnitude <= 1e-6 * steps else {
      throw refusal(
        "must hold whole parts of \(name) = \(formatted(duration)), but \(name) is "
          + "\(formatted(steps)) times number \(i + 1), \(formatted(η))")
    }
  }
}
