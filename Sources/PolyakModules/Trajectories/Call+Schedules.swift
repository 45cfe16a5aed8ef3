import HeavyBall
import LuaKit

extension Call {
  /// Holds that numbers that change from step to step lie where they may, in the first million of a run's steps.
  func checkSchedules(_ settings: [(name: String, value: Coefficient)], steps: Int, from start: Start) throws {
    let first = start.step + 1
    try checkSchedules(settings, inSteps: first...first + min(steps, 1 << 20) - 1)
  }

  /// The same of these steps, 1 the first.
  func checkSchedules(_ settings: [(name: String, value: Coefficient)], inSteps steps: ClosedRange<Int>) throws {
    let state = try state
    for (name, value) in settings {
      guard let schedule = value.schedule,
        let fault = try schedule.firstFault(
          in: steps, poll: { () throws(LuaError) in try state.checkInterrupt() })
      else { continue }
      let wanted = ParameterType<Double>.number(in: schedule.interval).type.description
      throw error("'\(name)' is \(formatted(fault.value)) in step \(fault.step), not \(wanted)")
    }
  }
}
