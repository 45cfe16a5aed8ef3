/// From the solution of an autonomous field, whose time begins at 0 and grows, to what is shown: x at the times asked for.
struct ShownSolution {
  private let system: EquationSystem
  private let times: SolutionTimes
  private let keepsDense: Bool
  private let grid: [Double]

  init(_ system: EquationSystem, _ times: SolutionTimes, keepsDense: Bool) {
    (self.system, self.times, self.keepsDense) = (system, times, keepsDense)
    grid = times.all
  }

  /// How many equal steps the integration has: at times of other distances the solution is that between the method's own
  /// steps, and the integration one step.
  var steps: Int { times.distance == nil ? 1 : grid.count - 1 }

  var needsDense: Bool { keepsDense || times.distance == nil }

  func trajectory(_ run: Trajectory) -> Trajectory {
    let n = system.dimension
    let dense = run.dense?.mapped { Vector($0.prefix(n)) }.moved(to: times.start, direction: times.direction)
    var (steps, ending, eventTime) = (run.steps, run.ending, run.eventTime.map(shown))
    var rows = (0..<run.points.rows).map { Array(run.points.row($0).prefix(n)) }
    if times.distance == nil {
      let reached = run.ending == .completed ? grid.count - 1 : last(before: run.statistics?.time ?? 0)
      steps = Array((times.keepsStart ? 0 : 1)..<reached + 1)
      rows = steps.map { Array(($0 == 0 ? run.points.row(0) : dense?.value(at: grid[$0]) ?? run.end).prefix(n)) }
      if eventTime == grid[reached] { eventTime = nil }
      if eventTime != nil {
        steps.append(reached + 1)
        rows.append(Array(run.end.prefix(n)))
      }
      if run.ending.failedStep != nil { ending = run.ending.inStep(reached + 1) }
    }
    if steps.isEmpty {
      // Nothing was to be kept before the end: where it began is.
      steps = [0]
      rows = [Array(run.points.row(0).prefix(n))]
    }
    var statistics = run.statistics
    statistics?.time = shown(run.statistics?.time ?? 0)
    return Trajectory(
      title: system.name, objective: system.placeholder(n), stepSize: times.distance ?? (times.end - times.start),
      steps: steps, points: Matrix(rows), memory: [:], ending: ending.mapped(shown), origin: times.start,
      provenance: .unknown, statistics: statistics, grid: grid, eventTime: eventTime, hasLoss: false,
      dense: keepsDense ? dense : nil)
  }

  /// The time that is shown for one of the integration.
  private func shown(_ time: Double) -> Double { times.start + times.direction * time }

  /// The last of the times that is not after one of the integration.
  private func last(before time: Double) -> Int {
    (grid.lastIndex { ($0 - times.start) * times.direction <= time }) ?? 0
  }
}

extension RunEnd {
  /// The same with times of another clock.
  func mapped(_ clock: (Double) -> Double) -> RunEnd {
    switch self {
    case .stepTooSmall(let step, let time): .stepTooSmall(step: step, time: clock(time))
    case .tooManySteps(let step, let time): .tooManySteps(step: step, time: clock(time))
    default: self
    }
  }

  /// The same of a failure in another step.
  func inStep(_ step: Int) -> RunEnd {
    switch self {
    case .stepTooSmall(_, let time): .stepTooSmall(step: step, time: time)
    case .tooManySteps(_, let time): .tooManySteps(step: step, time: time)
    case .diverged: .diverged(step: step)
    default: self
    }
  }
}
