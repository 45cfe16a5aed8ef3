import HeavyBall
import LuaKit

/// The options of a flow on both sides of the edge of stability: forms "edge" and "auto".
enum EdgeOptions {
  static let modes = Parameter(
    "modes",
    ParameterType<String>.string(oneOf: "followed", "all", "none").map { Wish.named($0) }
      .or(ParameterType<Int>.positiveInteger.map { .leading($0) }),
    "in form \"edge\" which directions are high, those in which iterates alternate: \"followed\", the Hessian's eigenvectors with "
      + "eta lambda > 1 + mu; so many leading eigenvectors, whatever their eigenvalues; \"all\"; or \"none\", the flow of order 1 of "
      + "smooth and alternating part that tells no directions apart, at two gradients an evaluation"
  ).optional(default: "\"followed\"")
  static let most = Parameter(
    "most", .positiveInteger, "in forms \"edge\" and \"auto\": how many directions are followed at most"
  ).optional(default: "\(EdgeFlow.defaultModes)")
  static let seed = Parameter(
    "seed", .nonNegativeNumber,
    "in forms \"edge\" and \"auto\": what the amplitude in a high direction is at least, where directions are chosen: one that has "
      + "died away would never come back where heavy ball's does, out of its rounding; trajectory.recorded.seeds counts them"
  ).optional(default: "2^-52 |beta|")
  static let splitEvery = Parameter(
    "split_every", .positiveInteger,
    "in forms \"edge\" and \"auto\": the number of steps after which directions are chosen anew, exactly"
  ).optional(default: "\(EdgeFlow.defaultSplitInterval)")

  static let parameters: [AnyParameter] = [modes, most, seed, splitEvery]

  enum Wish {
    case named(String)
    case leading(Int)
  }

  /// Refuses them for another form.
  static func refuse(_ call: Call, form: String) throws {
    for option in parameters where try call.has(option) {
      throw call.error("option '\(option.name)' is for forms 'edge' and 'auto', not '\(form)'", at: option)
    }
  }

  /// What the options ask for, of numbers and an order that are checked.
  struct Settings {
    let momentum: Double
    let order: Int
    let modes: EdgeFlow.Modes
    let seed: Double?
    let splitInterval: Int

    func flow(on objective: Objective, stepSize: Double, isFused: Bool = false) -> EdgeFlow {
      EdgeFlow(
        objective, stepSize: stepSize, momentum: momentum, order: order, modes: modes, seed: seed,
        splitInterval: splitInterval, isFused: isFused)
    }
  }

  /// - Parameters:
  ///   - numbers: µ and ν, or a two-step method's.
  ///   - order: the parameter with what it was given.
  static func settings(
    _ call: Call, on objective: Objective, form: FlowFormChoice, numbers: FlowMethodOption.Numbers<Double>,
    lookahead: AnyParameter, order: (parameter: AnyParameter, value: Int)
  ) throws -> Settings {
    if numbers.combinesGradients || numbers.lookahead != 0 {
      let parameter = try call.has(lookahead) ? lookahead : FlowMethodOption.parameter
      throw call.fault(
        at: parameter, complaint: "must be heavy ball's (nu = 0) in form '\(form.rawValue)'")
    }
    if form == .auto, try call.has(modes) {
      throw call.error("option 'modes' is for form 'edge': form 'auto' follows those that it meets", at: modes)
    }
    let p = objective.dimension
    func checked(_ count: Int, _ parameter: AnyParameter) throws -> Int {
      guard count <= p else {
        throw call.fault(at: parameter, complaint: "must be at most the number of parameters, \(p), got \(count)")
      }
      return count
    }
    let wish = try call[modes] ?? .named("followed")
    let kind: EdgeFlow.Modes
    switch wish {
    case .leading(let count): kind = .leading(try checked(count, modes))
    case .named("all"): kind = .all
    case .named("none"): kind = .none
    case .named:
      kind = .followed(most: try call[most].map { try checked($0, most) } ?? min(EdgeFlow.defaultModes, p))
    }
    if case .followed = kind {
    } else if try call.has(most) {
      throw call.error("option 'most' is for modes = \"followed\"", at: most)
    }
    if kind == .all || kind == .none, try call.has(seed) {
      throw call.error("option 'seed' is for modes = \"followed\" or a number of them", at: seed)
    }
    if kind == .none, try call.has(splitEvery) {
      throw call.error("option 'split_every' is not for modes = \"none\", which chooses no directions", at: splitEvery)
    }
    let highest = kind == .none ? 1 : EdgeFlow.maximumOrder
    guard order.value <= highest else {
      let place = kind == .none ? "with modes = \"none\"" : "in form '\(form.rawValue)'"
      throw call.fault(
        at: order.parameter,
        complaint: highest == 1
          ? "must be 1 \(place), got \(order.value)" : "must be an integer in [1, \(highest)] \(place), got \(order.value)")
    }
    return Settings(
      momentum: numbers.momentum, order: order.value, modes: kind, seed: try call[seed],
      splitInterval: try call[splitEvery] ?? EdgeFlow.defaultSplitInterval)
  }
}

/// The forms that a flow may be asked for in: those of `HeavyBallFlow`, and those beyond the edge of stability.
enum FlowFormChoice: String, CaseIterable, Sendable {
  case piecewise, limit, matched, phase, edge, auto

  /// Nil beyond the edge.
  var form: FlowForm? { FlowForm(rawValue: rawValue) }
}
