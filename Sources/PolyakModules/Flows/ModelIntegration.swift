import HeavyBall
import LuaKit

extension IntegrateOptions {
  /// The options of `integrate` of a model that has no more of its own.
  static let ofModel: [AnyParameter] =
    parameters + [Run.every, StopRule.parameter, RecordOptions.parameter, Run.progress, LivePlot.parameter]
}

extension Call {
  /// What `integrate` of a model returns: its trajectory, or those of a matrix's rows.
  func integrate(_ runner: some ModelRunner) throws -> any LuaObject {
    var runner = runner
    if try has(RecordOptions.parameter) {
      let watch = watch(name)
      runner = try runner.measured { () throws(LuaError) in try watch.poll() }
    }
    var request = try RunRequest(
      self, on: runner.objective, title: runner.title, sizes: .constant(runner.stepSize), steps: try self[Run.steps])
    try request.stop(by: try self[StopRule.parameter], isFlow: true)
    if let method = runner.observedMethod { try request.record(on: method, isFlow: true) }
    return try request.finish(runner)
  }
}
