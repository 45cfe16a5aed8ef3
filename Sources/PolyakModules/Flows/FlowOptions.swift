import HeavyBall
import LuaKit

/// The options that say which flow is meant.
enum FlowOptions {
  static let stepSize = Parameters.eta.described("heavy ball's step size")
  static let momentum = Parameters.mu.described("heavy ball's momentum")
  static let lookahead = Parameter(
    "nu", .finiteNumber,
    "of the momentum family, whose gradient is taken at y = beta + nu m: mu for Nesterov's method; only in form \"phase\", and "
      + "in form \"limit\", where y flows, and the beta shown does not begin where it is told to", default: 0)
  static let order = Parameter(
    "order", .integer(in: 1...64),
    "alpha: the field is truncated at eta^(alpha-1); at most \(HeavyBallFlow.maximumPhaseOrder) in form \"phase\", at most "
      + "\(RootedTree.maximumNodes) in \"piecewise\" and \"matched\"")
  static let form = Parameter(
    "form", .choice(of: FlowForm.self),
    "\"piecewise\": a field for each step k; \"limit\": the one for large k; \"matched\": that one from the point whose "
      + "orbit heavy ball settles on; \"phase\": a field of beta and m, from heavy ball's own start, which follows it where it "
      + "oscillates too",
    default: "\"piecewise\", or \"limit\" where nu is not 0"
  ) { values in try values[lookahead] == 0 ? .piecewise : .limit }

  /// Those of `hbf.flow`.
  static let parameters: [AnyParameter] = [Parameters.loss, stepSize, momentum, lookahead, order, form, Parameters.fma]

  /// The flow that a call's options name.
  static func flow(_ call: Call, stepSize: Double, isFused: Bool = false) throws -> HeavyBallFlow {
    let (order, ν, form) = (try call[Self.order], try call[lookahead], try call[Self.form])
    if ν != 0, form != .limit, form != .phase {
      throw call.fault(at: Self.form, complaint: "must be 'limit' or 'phase' where nu is not 0, got '\(form.rawValue)'")
    }
    if ν != 0, form == .phase, try call[momentum] == 0 {
      throw call.fault(at: lookahead, complaint: "must be 0 where mu is 0 in form 'phase', got \(formatted(ν))")
    }
    let most =
      switch form {
      case .limit: Int.max
      case .phase: HeavyBallFlow.maximumPhaseOrder
      case .piecewise, .matched: RootedTree.maximumNodes
      }
    if order > most {
      throw call.fault(
        at: Self.order, complaint: "must be an integer in [1, \(most)] in form '\(form.rawValue)', got \(order)")
    }
    let objective = try call[Parameters.loss].objective
    try checkOrder(Self.order, call) { HeavyBallFlow.memory(of: objective, order: $0, form: form) }
    return HeavyBallFlow(
      objective, stepSize: stepSize, momentum: try call[momentum],
      lookahead: ν, order: order, form: form, isFused: isFused)
  }
}
