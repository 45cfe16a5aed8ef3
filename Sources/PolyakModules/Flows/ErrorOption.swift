import HeavyBall
import LuaKit

/// The option `error` of `flow:integrate`: that the flow's error is carried along, and how large it may become.
enum ErrorOption {
  enum Wish {
    case carried(Bool)
    case within(Double)

    var isCarried: Bool { if case .carried(false) = self { false } else { true } }
  }

  static let parameter = Parameter(
    "error",
    ParameterType<Bool>.boolean.map { Wish.carried($0) }.or(ParameterType<Double>.positiveNumber.map { .within($0) })
      .named("boolean or number > 0", annotation: "boolean|number"),
    "true: carry along by how much the flow is off from heavy ball to leading order, for trajectory.error, which takes the "
      + "field of the next order too; with order \"auto\" the largest |error| that there may be at a kept step",
    default: .carried(false))

  /// Holds that a flow's error can be carried along.
  static func check(_ flow: HeavyBallFlow, _ call: Call, start: Start) throws {
    if case .rows = start { throw call.fault(at: parameter, complaint: "is for single runs, from one start") }
    guard flow.canCarryError else {
      throw call.fault(
        at: parameter,
        complaint: "needs the flow of the next order, and \(flow.order) is the highest of form '\(flow.form.rawValue)'")
    }
    try call.state.checkMemory(
      adding: HeavyBallFlow.memory(of: flow.objective, order: flow.order + 1, form: flow.form, changes: flow.changes))
  }

  /// The trajectory of the lowest order whose largest error at a kept step is within a tolerance.
  ///
  /// Orders are tried one after another. Where an error is no smaller than that of the order before, or the flow fails, no
  /// higher one will do: the terms of the field have stopped to shrink.
  ///
  /// - Parameter run: integrates the flow of an order with its error.
  static func lowest(
    within tolerance: Double, of flow: HeavyBallFlow, _ call: Call, run: (HeavyBallFlow) throws -> any LuaObject
  ) throws -> any LuaObject {
    var (nearest, order): (Double, Int) = (.infinity, 0)
    for n in 1...FlowOrder.maximumAuto {
      let tried = flow.ofOrder(n)
      guard tried.canCarryError else { break }
      let made = try run(tried)
      guard let trajectory = (made as? TrajectoryObject)?.trajectory, let errors = trajectory.errors else { return made }
      let isWhole = trajectory.ending.failedStep == nil
      let largest = isWhole ? (0..<errors.rows).map { errors.row($0).norm() }.max() ?? 0 : .infinity
      if largest <= tolerance || trajectory.ending == .interrupted { return made }
      if largest < nearest { (nearest, order) = (largest, n) }
      if largest >= nearest, order < n { break }
    }
    let found =
      order == 0
      ? "each flow fails on the way" : "order \(order) comes nearest, with \(formatted(nearest, "%.2g"))"
    throw call.fault(
      at: parameter,
      complaint: "is \(formatted(tolerance)), which no order keeps in form '\(flow.form.rawValue)': \(found)"
        + (flow.form == .limit ? "; this form has not heavy ball's first steps, form 'matched' has" : ""))
  }
}
