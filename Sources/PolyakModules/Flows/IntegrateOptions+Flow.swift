import HeavyBall
import LuaKit

extension IntegrateOptions {
  /// The runner of a flow that the options ask for.
  ///
  /// - Parameters:
  ///   - isWatched: Whether it may be ended or measured on the way.
  ///   - isOnBatches: Whether its runs are on mini-batches.
  ///   - hasError: Whether its error is carried along.
  static func runner(
    of flow: HeavyBallFlow, _ call: Call, isWatched: Bool = false, isOnBatches: Bool = false,
    hasError: Bool = false
  ) throws -> FlowRun {
    let choice = try choice(call, precision: flow.objective.precision), watch = call.watch(flow)
    let poll = { () throws(LuaError) in try watch.poll() }
    if hasError {
      switch choice {
      case .fixedStep(let method, let substeps):
        return try flow.runWithError(
          FixedSteps(method, step: flow.stepSize / Double(substeps)), nil, isOnBatches: isOnBatches, poll: poll)
      case .adaptive(let method, let options): return try flow.runWithError(method, options, isOnBatches: isOnBatches, poll: poll)
      }
    }
    if isOnBatches {
      switch choice {
      case .fixedStep(let method, let substeps):
        return flow.runOnBatches(FixedSteps(method, step: flow.stepSize / Double(substeps)))
      case .adaptive(let method, let options): return flow.runOnBatches(method, options)
      }
    }
    switch choice {
    case .fixedStep(let method, let substeps) where isWatched:
      return try flow.run(FixedSteps(method, step: flow.stepSize / Double(substeps)), nil, poll: poll)
    case .fixedStep(let method, let substeps): return try flow.run(method, substeps: substeps, poll: poll)
    case .adaptive(let method, let options): return try flow.run(method, options, poll: poll)
    }
  }
}
