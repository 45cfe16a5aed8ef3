import HeavyBall
import LuaKit

/// What `hbf.flow` can be given: numbers that may change from step to step, and an order that may be found.
enum FlowFunctionOption {
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
    "nu", .schedule(in: .finite),
    FlowOptions.lookaheadText + "; in forms \"phase\" and \"piecewise\" also a function of k, as eta"
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
    "form", .choice(of: FlowFormChoice.self), FlowOptions.formText,
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
