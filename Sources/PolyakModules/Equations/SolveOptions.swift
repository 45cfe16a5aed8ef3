import HeavyBall
import LuaKit

/// The options of `system:integrate` beside those of the method.
enum SolveOptions {
  static let start = Parameter(
    "start", .points, "x at the time 'from', a matrix with one in each row, or a trajectory to go on from")
  static let from = Parameter(
    "from", .finiteNumber, "the time at the start: 0 if left out, the first of 'times', or the end of a trajectory"
  ).optional
  static let to = Parameter("to", .finiteNumber, "the time at the end, before or after the start's").optional
  static let points = Parameter(
    "points", .integer(in: 2...1_000_000_000), "how many times to keep, at equal distances from 'from' to 'to'; 101 if left out"
  ).optional
  static let times = Parameter("times", .vector, "the times to keep, growing or falling, in place of 'to' and 'points'").optional
  static let stop = Parameter(
    "stop", .function,
    "a function of t, x and the parameters, traced as f is: the solution ends where this number changes its sign, at that very "
      + "time"
  ).optional
  static let record = Parameter(
    "record", functions,
    "numbers or vectors to be kept in the trajectory's recorded, by name: functions of t, x and the parameters, called "
      + "with each point that is kept"
  ).optional

  private static let functions = ParameterType<[(name: String, value: LuaFunction)]>.fields(
    [], others: ParameterType<LuaFunction>.function.map { $0 }
  ) { $0.others(LuaFunction.self) }

  static let parameters: [AnyParameter] =
    [from, to, points, times, SystemParameters.given] + IntegrateOptions.parameters + [stop, record, Run.progress]

  /// The times that the options ask for.
  static func solutionTimes(_ call: Call, startingAt known: Double?) throws -> SolutionTimes {
    let from = try call[from]
    if let times = try call[times] {
      for option in [to, points] as [AnyParameter] where try call.has(option) {
        throw call.error("option '\(option.name)' does not go with 'times'", at: option)
      }
      try call.checkFinite(times, Self.times)
      guard let first = times.first, let last = times.last else {
        throw call.fault(at: Self.times, complaint: "must have at least one time")
      }
      let start = from ?? known ?? first
      let direction = last < start ? -1.0 : 1
      var before = start
      for (i, t) in times.enumerated() {
        guard (t - before) * direction > 0 || i == 0 && t == start else {
          throw call.fault(
            at: Self.times,
            complaint: "must grow or fall from t = \(formatted(start)) on, but element \(i + 1) is \(formatted(t))")
        }
        before = t
      }
      guard last != start else { throw call.fault(at: Self.times, complaint: "must have a time after the start's") }
      return .given(start: start, times.elements)
    }
    guard let to = try call[to] else { throw call.error("where to? Give option 'to' or 'times'") }
    let start = from ?? known ?? 0
    guard to != start else { throw call.fault(at: Self.to, complaint: "must not be the start's time, \(formatted(start))") }
    guard (to - start).isFinite else { throw call.fault(at: Self.to, complaint: "is too far from the start's time") }
    return .equal(from: start, to: to, count: try call[points] ?? 101)
  }

  /// How the system is to be solved.
  ///
  /// - Parameter before: The parameters of the solution that is gone on from.
  static func options(
    _ system: EquationSystem, _ times: SolutionTimes, after before: [String: Vector], _ call: Call
  ) throws -> EquationOptions {
    var options = EquationOptions()
    switch try IntegrateOptions.choice(call, precision: system.precision, hasDense: true) {
    case .adaptive(let method, let integrator):
      options.method = .adaptive(method)
      options.integrator = integrator
    case .fixedStep(let method, let substeps):
      options.method = .fixedStep(method)
      options.substeps = substeps
      options.integrator = IntegratorOptions(precision: system.precision)
      options.integrator?.keepsDenseOutput = try call[IntegrateOptions.dense]
      for option in [stop, IntegrateOptions.dense] as [AnyParameter] where try call.has(option) && call.has(Self.times) {
        throw call.error("option '\(option.name)' with 'times' is for adaptive methods, not '\(method.name)'", at: option)
      }
    }
    options.parameters = try SystemParameters.values(of: system, after: before, call)
    if let stop = try call[stop] { options.event = try SystemTracing.number(system, stop, option: Self.stop, call) }
    let state = try call.state
    options.poll = { try state.checkInterrupt() }
    var run = RunOptions()
    run.showLine(try call[Run.progress], title: system.name)
    options.progress = run.progress
    return options
  }
}
