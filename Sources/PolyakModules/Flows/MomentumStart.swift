import HeavyBall
import LuaKit

/// The m that heavy ball starts with where nothing says it in numbers.
enum MomentumStart: String, CaseIterable {
  /// 0.
  case rest
  /// That of a run which has settled on the orbit of its limit form.
  case settled

  static let parameter = Parameter(
    "momentum", .choice(of: MomentumStart.self),
    "heavy ball's m at the start: 0, or \"settled\", as where it has run long: in form \"phase\" diagnostics.slow_manifold's of "
      + "the flow's order; form \"limit\" is then off by nothing at the start",
    default: .rest)

  /// Holds that a flow may begin so.
  ///
  /// - Parameter parameter: the one that asks for it.
  static func check(_ flow: HeavyBallFlow, _ parameter: AnyParameter, _ call: Call) throws {
    guard flow.form == .limit || flow.form == .phase else {
      throw call.fault(
        at: parameter,
        complaint: "must be \"rest\" in form '\(flow.form.rawValue)', which has heavy ball's first steps from rest in it")
    }
    if flow.changes { throw call.fault(at: parameter, complaint: "must be \"rest\" where eta, mu or nu change") }
  }

  /// A flow's start with m settled.
  static func settled(_ flow: HeavyBallFlow, at β: Vector, _ call: Call) throws -> Trajectory {
    let watch = call.watch(call.name)
    guard let start = try flow.settledStart(at: β, poll: { try watch.poll() }) else {
      throw call.fault(
        at: parameter,
        complaint: "must be \"rest\" here: the limit form followed back from the start makes numbers that are not finite, "
          + "or needs too many steps; eta is too large")
    }
    return start
  }
}
