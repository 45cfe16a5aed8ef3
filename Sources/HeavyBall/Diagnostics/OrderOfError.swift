/// How the discretization error ‖ε_k‖ = ‖β(kη) − β_k‖ at one time falls as η does: by 2^α at each halving where a flow
/// of order α does what Theorem 2.1 says.
///
///     let order = try OrderOfError.measure(
///       of: { HeavyBallFlow(objective, stepSize: $0, momentum: 0.5, order: 2) }, from: [2.8, 3.5], duration: 0.05,
///       stepSizes: [0.05 / 320, 0.05 / 640])
///     order.slopes        // [1.99]
///
/// The flow is integrated so accurately that only the discretization error is left; where that itself comes near
/// rounding, below about 1e-13 of β, slopes mean nothing.
public struct OrderOfError: Hashable, Sendable {
  /// η, in the order given.
  public let stepSizes: [Double]
  /// ‖ε‖ at the end for each η, NaN where the method or the flow did not get there.
  public let errors: [Double]

  /// ln(e_i/e_{i+1})/ln(η_i/η_{i+1}), one fewer than there are errors; NaN where there is none: an error that is 0 or not
  /// known, step sizes that are equal.
  public var slopes: [Double] {
    (1..<max(errors.count, 1)).map { i in
      let slope = Elementary.log(errors[i - 1] / errors[i]) / Elementary.log(stepSizes[i - 1] / stepSizes[i])
      return slope.isFinite ? slope : .nan
    }
  }

  /// What is compared at the end.
  public enum Place: String, CaseIterable, Sendable {
    /// The flow's point with the method's.
    case iterates
    /// The flow's smooth part, where it has one apart from its points, with the mean (β_{k−1} + 2β_k + β_{k+1})/4, in which nothing
    /// alternates.
    case midpoints
  }

  /// What the flow of a loss in a precision is integrated to.
  public static func tolerances(_ precision: Precision = .double) -> IntegratorOptions {
    var options = IntegratorOptions(precision: precision)
    if precision == .double { (options.relativeTolerance, options.absoluteTolerance) = (1e-13, 1e-15) }
    return options
  }

  /// Runs the method and its flow over the same time for each η.
  ///
  /// - Parameters:
  ///   - flow: the flow for a step size.
  ///   - place: what is compared at the end.
  ///   - duration: T; the number of steps is T/η, rounded.
  ///   - burnIn: a time over which the method alone runs first; the flow then begins at its iterate. A limit form has
  ///     its order from such a start, where the momentum has built up.
  ///   - isSettled: the method does not start at rest but with the m of one that has settled, of the flow's order: see
  ///     ``HeavyBallFlow/settledStart(at:poll:)``. The flow then begins there too: no burn-in.
  ///   - tolerances: those of the flow's precision where nil.
  ///   - interrupted: called with what was measured, for the first step sizes, where the options' functions throw.
  /// - Throws: what the options' functions throw.
  public static func measure(
    of flow: (Double) throws -> any ModelFlow, at place: Place = .iterates, from start: Vector, duration: Double,
    stepSizes: [Double], burnIn: Double = 0,
    isSettled: Bool = false, tolerances: IntegratorOptions? = nil, _ options: RunOptions = RunOptions(),
    interrupted: ((OrderOfError) -> Void)? = nil
  ) throws -> OrderOfError {
    var (options, behind) = (options, 0)
    options.recording = .last
    let progress = options.progress
    func steps(in time: Double, _ η: Double) -> Int { time > 0 ? max(1, Int((time / η).rounded())) : 0 }
    let all = stepSizes.reduce(0) { $0 + steps(in: burnIn, $1) + 2 * steps(in: duration, $1) }
    /// Makes so many steps of the whole, as whose part its progress is told.
    func part(_ steps: Int, _ run: (Int, RunOptions) throws -> Trajectory) throws -> Trajectory {
      let before = behind
      options.progress = progress.map { progress in { try progress($0.within(all, done: before + $0.done)) } }
      behind += steps
      return try run(steps, options)
    }
    func error(_ η: Double) throws -> Double {
      let flow = try flow(η)
      let method = try flow.modelledMethod(poll: options.poll)
      let run = try flow.runner(
        DormandPrince853(), tolerances ?? Self.tolerances(flow.objective.precision), poll: options.poll)
      let count = steps(in: duration, η)
      var before: Trajectory?
      if isSettled {
        guard let settled = try flow.settledStart(at: start, poll: options.poll) else { return Double.nan }
        before = settled
      } else if burnIn > 0 {
        before = try part(steps(in: burnIn, η)) { try method.run(from: start, steps: $0, $1) }
      }
      func ran(_ runner: any Runner, _ count: Int) throws -> Trajectory {
        try part(count) { steps, options in
          try before.map { try runner.run(from: $0, steps: steps, options) }
            ?? runner.run(from: start, steps: steps, options)
        }
      }
      var iterates = [try ran(method, place == .iterates ? count : count - 1)]
      if place == .midpoints {
        for _ in 0..<2 { iterates.append(try method.run(from: iterates[iterates.count - 1], steps: 1, options)) }
      }
      let solution = try ran(run, count)
      guard (iterates + [solution]).allSatisfy({ $0.ending == .completed }) else { return Double.nan }
      if place == .iterates { return (solution.end - iterates[0].end).norm() }
      let midpoint = (iterates[0].end + iterates[1].end * 2 + iterates[2].end) * 0.25
      return ((solution.smooth?.row(solution.points.rows - 1) ?? solution.end) - midpoint).norm()
    }
    var errors: [Double] = []
    for η in stepSizes {
      do { errors.append(try error(η)) } catch {
        interrupted?(OrderOfError(stepSizes: Array(stepSizes.prefix(errors.count)), errors: errors))
        throw error
      }
    }
    return OrderOfError(stepSizes: stepSizes, errors: errors)
  }
}
