import HeavyBall
import LuaKit

/// The options that say which flow is meant, of functions that take numbers for them.
enum FlowOptions {
  static let stepSize = Parameters.eta.described("heavy ball's step size")
  static let momentum = Parameters.mu.described("heavy ball's momentum")
  /// The same of flows of other methods.
  static let ownMomentum = Parameters.mu.described("the momentum, unless the method has its own").optional
  static let lookahead = Parameter("nu", .finiteNumber, lookaheadText).optional(default: "0, or the method's")
  static let order = Parameter("order", .integer(in: orders), orderText)
  static let form = Parameter(
    "form", .choice(of: FlowFormChoice.self), formText, default: .piecewise)

  static let orders = 1...64
  static let lookaheadText =
    "of the momentum family, whose gradient is taken at beta + nu m: mu for Nesterov's method. The flow is beta's, with its own "
    + "start and error, in every form"
  static let orderText =
    "alpha: the field is truncated at eta^(alpha-1); at most \(HeavyBallFlow.maximumPhaseOrder) in form \"phase\", "
    + "\(EdgeFlow.maximumOrder) in \"edge\" and \"auto\", at most "
    + "\(RootedTree.maximumNodes) in \"piecewise\" and \"matched\""
  static let formText =
    "\"piecewise\": a field for each step k; \"limit\": the one for large k; \"matched\": that one from the point whose "
    + "orbit heavy ball settles on; \"phase\": a field of beta and m, from heavy ball's own start, which follows it where it "
    + "oscillates too; \"edge\": a smooth part and one that alternates, also beyond the edge of stability, "
    + "eta lambda = 2(1+mu); \"auto\": \"phase\" where no eta lambda is above 1+mu, \"edge\" where one is, in one integration"

  /// What makes the flow of a step size on an objective that a call's options name.
  static func flow(_ call: Call, on objective: Objective) throws -> (Objective, Double) -> any ModelFlow {
    let numbers = try FlowMethodOption.numbers(call, momentum: ownMomentum, lookahead: lookahead) { $0 }
    let (choice, order) = (try call[form], try call[order])
    guard let form = choice.form else {
      let settings = try EdgeOptions.settings(
        call, on: objective, form: choice, numbers: numbers, lookahead: lookahead, order: (self.order, order))
      return { settings.flow(on: $0, stepSize: $1) }
    }
    try EdgeOptions.refuse(call, form: form.rawValue)
    func wish(_ stepSize: Double) -> FlowWish {
      FlowWish(
        coefficients: MomentumCoefficients(
          stepSize: .constant(stepSize), momentum: .constant(numbers.momentum), lookahead: .constant(numbers.lookahead)),
        combinesGradients: numbers.combinesGradients, form: form, order: order)
    }
    try wish(1).check(call, on: objective, lookahead: lookahead, form: self.form, order: self.order)
    return { wish($1).flow(on: $0) }
  }
}

/// A flow that is asked for.
struct FlowWish {
  let coefficients: MomentumCoefficients
  let combinesGradients: Bool
  let form: FlowForm
  let order: Int
  var isFused = false

  /// Whether η, µ or ν change from step to step.
  var changes: Bool { coefficients.method == nil }

  func flow(on objective: Objective) -> HeavyBallFlow {
    guard let method = coefficients.method else {
      return HeavyBallFlow(objective, coefficients, order: order, form: form, isFused: isFused)
    }
    return HeavyBallFlow(
      objective,
      of: MomentumFamily(
        stepSize: method.stepSize, momentum: method.momentum, lookahead: method.lookahead,
        combinesGradients: combinesGradients), order: order, form: form, isFused: isFused)
  }

  /// Holds that what is asked for goes together, and fits into memory.
  func check(
    _ call: Call, on objective: Objective, lookahead: AnyParameter, form formParameter: AnyParameter,
    order orderParameter: AnyParameter
  ) throws {
    if combinesGradients, form == .phase {
      throw call.fault(
        at: formParameter,
        complaint: "must be a form of beta alone for a method that combines two gradients, got '\(form.rawValue)'")
    }
    if let ν = coefficients.lookahead.constant, ν != 0, form == .phase, coefficients.momentum.constant == 0 {
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
        at: orderParameter, complaint: "must be an integer in [1, \(most)] in form '\(form.rawValue)', got \(order)")
    }
    try checkOrder(order, orderParameter, call) {
      HeavyBallFlow.memory(of: objective, order: $0, form: form, changes: changes)
    }
  }
}
