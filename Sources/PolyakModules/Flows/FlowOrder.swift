import HeavyBall
import LuaKit

/// How a flow comes to its order.
enum FlowOrder {
  /// It was given.
  case given
  /// That at which the field's terms stop to shrink where it begins.
  case best
  /// The lowest whose error stays within what a run allows.
  case auto

  /// The highest order that is tried.
  static let maximumAuto = 6

  /// As `flow.order` has it.
  func value(of flow: HeavyBallFlow) -> LuaValue {
    switch self {
    case .given: .integer(flow.order)
    case .best: "best"
    case .auto: "auto"
    }
  }

  /// In the flow's title.
  func title(of flow: HeavyBallFlow) -> String {
    switch self {
    case .given: flow.title
    case .best: flow.title(order: "the best order")
    case .auto: flow.title(order: "the order that an error asks for")
    }
  }
}
