import HeavyBall
import LuaKit

/// The options that say which flow is meant.
enum FlowOptions {
  static let loss = Parameter.option("loss", .object(LossObject.self), "the loss")
  static let momentum = Parameter.option("mu", .number(in: 0..<1), "heavy ball's momentum")
  static let lookahead = Parameter.option(
    "nu", .finiteNumber, default: nil,
    "of the momentum family, whose gradient is taken at y = beta + nu m: mu for Nesterov's method; only in form \"limit\", "
      + "where y flows, and the beta shown does not begin where it is told to")
  static let order = Parameter.option(
    "order", .integer(in: 1...64), "alpha: the field is truncated at eta^(alpha-1)")
  static let form = Parameter.option(
    "form", .string(oneOf: FlowForm.allCases.map(\.rawValue)), default: nil,
    "\"piecewise\": a field for each step k, the default; \"limit\": the one for large k; \"matched\": that one from the "
      + "point whose orbit heavy ball settles on")

  static let parameters = [loss, .option("eta", .positiveNumber, "heavy ball's step size"), momentum, lookahead]

  /// The flow that a call's options name.
  static func flow(_ call: Call, stepSize: Double, isFused: Bool = false) throws -> HeavyBallFlow {
    let (order, ν) = (try call.integer("order"), try call.numberIfPresent("nu") ?? 0)
    var form = try call.stringIfPresent("form").flatMap(FlowForm.init(rawValue:))
    if ν != 0 {
      if let form, form != .limit {
        throw call.error("option 'form' must be 'limit' where nu is not 0, got '\(form.rawValue)'")
      }
      form = .limit
    }
    let known = form ?? .piecewise
    if known != .limit, order > RootedTree.maximumNodes {
      throw call.error(
        "option 'order' must be an integer in [1, \(RootedTree.maximumNodes)] in form '\(known.rawValue)', got \(order)")
    }
    let objective = try call.object("loss", LossObject.self).objective
    try checkMemory(HeavyBallFlow.memory(of: objective, order: order, form: known), order: "order", order, call) {
      HeavyBallFlow.memory(of: objective, order: $0, form: known)
    }
    return HeavyBallFlow(
      objective, stepSize: stepSize, momentum: try call.number("mu"),
      lookahead: ν, order: order, form: known, isFused: isFused)
  }
}
