/// One run of an ``EdgeFlow``: where it is, and what it has kept.
struct EdgeProgress {
  private let run: EdgeRun
  private var flow: EdgeFlow { run.flow }
  private let origin: Double
  private let provenance: Provenance
  private(set) var step: Int
  /// β and m.
  private var point: (β: Vector, m: Vector)
  private var here: EdgePoint
  private var followed: FollowedModes
  private var statistics = IntegrationStatistics()
  /// The length of the integrator's last steps.
  private var length: Double?
  /// The state where the last stretch ended, of a flow that tells no directions apart: nothing is to be read off again.
  private var carried: Vector?
  /// For so many high directions formulas have places: as many as there have been.
  private var places: Int? = 0
  /// Of the stopping function's number, at the step before.
  private var stopValue: Double?

  private var steps: [Int] = []
  private var points: [Double] = []
  private var momenta: [Double] = []
  private var alternating: [Double] = []
  private var high = Recording(name: "high")
  private var seeds = Recording(name: "seeds")
  private var recorder = Recorder([])

  init(_ run: EdgeRun, _ β: Vector, _ m: Vector, at trajectory: Trajectory?) {
    self.run = run
    step = trajectory?.steps.last ?? 0
    origin = trajectory?.origin(continuingWith: .constant(run.stepSize)) ?? 0
    provenance = trajectory.map { run.provenance.continuing($0) } ?? run.provenance
    let flow = run.flow
    (point, here) = ((β, m), EdgePoint(β, m, nextTo: flow, step: step))
    switch flow.modes {
    case .followed(let most): followed = FollowedModes(above: flow.border / flow.stepSize, most: most)
    case .leading(let count): followed = FollowedModes(above: -.infinity, most: count)
    case .all, .none: followed = FollowedModes(above: .infinity, most: 1)
    }
  }

  /// Makes so many steps of the method's.
  mutating func make(_ count: Int, _ options: RunOptions) throws -> RunEnd {
    recorder = Recorder(run.observedMethod == nil ? [] : options.observers)
    let (first, end) = (step, step + count)
    statistics.time = time(ofStep: step)
    var ending: RunEnd?
    repeat {
      let (state, system) = try split(options)
      if step == first {
        if count == 0 || options.recording != .last { keep() }
        try observe(isEnd: true, options)
        ending = try reached(options)
      }
      guard ending == nil, step < end else { break }
      guard state.allSatisfy(\.isFinite) else {
        ending = .diverged(step: step + 1)
        break
      }
      let interval = flow.splitInterval
      ending = try integrate(state, system, first..<end, to: min((step / interval + 1) * interval, end), options)
    } while ending == nil && step < end
    if steps.last != step { keep() }
    try observe(isEnd: true, options)
    return ending ?? .completed
  }

  /// Chooses directions, and reads the state off the iterate.
  private mutating func split(_ options: RunOptions) throws -> (state: Vector, system: EdgeSystem) {
    let (β, m) = point
    if let carried { return (carried, try flow.system(places: nil, poll: options.poll)) }
    let middle = EdgePoint(β, m, nextTo: flow, step: step).smooth
    var directions: Matrix?
    var values = Vector()
    if let most = flow.directionCount {
      let found = try followed.update(of: flow.objective, at: middle, poll: options.poll)
      values = Vector(found.values)
      if !values.isEmpty, let wanted = flow.places(for: values.count) { places = max(places ?? 0, wanted) }
      let count = values.isEmpty ? 0 : places ?? 0
      directions = Matrix(
        rows: count, columns: β.count,
        elements: found.vectors.elements + Array(repeating: 0, count: (count - values.count) * β.count))
      try high.append(
        .vector(Vector(values.elements + Array(repeating: .nan, count: most - values.count))), step: step)
    }
    let system = try flow.system(places: directions?.rows, poll: options.poll)
    try run.method.prepare(system.field, run.options, poll: options.poll)
    // A step along high directions that has their curvature's inverse: what is slaved is then near 0.
    let settled = middle - flow.objective.gradient(at: middle) * (flow.stepSize / flow.edge)
    system.use(EdgeSplit(directions, near: settled))
    var state = system.state(β, m, step: step)
    let seeded = directions.map { seed(&state, $0, count: values.count, least: flow.seed ?? .ulpOfOne * β.norm()) } ?? 0
    try seeds.append(.number(Double(seeded)), step: step)
    if state.allSatisfy(\.isFinite) { here = system.point(of: state) }
    let seededPoint = here.iterate(step)
    if seeded > 0, seededPoint.β.isFinite, seededPoint.m.isFinite { point = seededPoint }
    return (state, system)
  }

  /// Gives amplitudes that have died away what they are at least.
  private func seed(_ state: inout Vector, _ directions: Matrix, count: Int, least: Double) -> Int {
    let p = directions.columns
    var seeded = 0
    for i in 0..<count {
      let direction = directions.row(i)
      let amplitude = direction.dot(Vector(state[0..<p]))
      guard amplitude.magnitude < least else { continue }
      let missing = (amplitude < 0 ? -least : least) - amplitude
      for j in 0..<p { state[j] += missing * direction[j] }
      seeded += 1
    }
    return seeded
  }

  /// Follows the field to a step.
  ///
  /// - Returns: how the run ends, where it does.
  private mutating func integrate(
    _ state: Vector, _ system: EdgeSystem, _ range: Range<Int>, to end: Int, _ options: RunOptions
  ) throws -> RunEnd? {
    let carrier = Objective(name: flow.objective.name, dimension: state.count) { (x) throws(Never) in x.graph.constant(0) }
    var integration = Integration(
      title: run.title, objective: carrier, schedule: system.field, stepSize: flow.stepSize, method: run.method,
      options: run.options)
    integration.options.keepsDenseOutput = false
    integration.options.maxSteps = max(0, run.options.maxSteps - statistics.attempts)
    if let length { integration.options.firstStep = min(length, run.options.maxStep ?? length) }
    var own = RunOptions()
    own.poll = options.poll
    if let progress = options.progress {
      let (behind, objective) = (step - range.lowerBound, flow.objective)
      own.progress = { part in
        try progress(
          part.mapped(on: objective) { system.point(of: $0).smooth }.within(range.count, done: behind + part.done))
      }
    }
    let begin = Trajectory(resuming: state, step: step, memory: [:], of: carrier, stepSize: flow.stepSize)
    let part = try integration.run(from: begin, steps: end - step, own)
    if let made = part.statistics {
      statistics.add(made)
      if made.acceptedSteps > 0 { length = Double(end - step) * flow.stepSize / Double(made.acceptedSteps) }
    }
    for i in part.steps.indices.dropFirst() {
      step = part.steps[i]
      here = system.point(of: part.points.row(i))
      point = here.iterate(step)
      statistics.time = time(ofStep: step)
      if options.keeps(step) { keep() }
      try observe(isEnd: false, options)
      if let ending = try reached(options) { return ending }
    }
    if flow.modes == .none { carried = part.end }
    return part.ending.failedStep == nil ? nil : part.ending
  }

  private mutating func keep() {
    steps.append(step)
    points += point.β.elements
    momenta += point.m.elements
    alternating += here.alternating.elements
  }

  private mutating func observe(isEnd: Bool, _ options: RunOptions) throws {
    guard let iteration = run.observedMethod, recorder.isDue(step, isEnd: isEnd) else { return }
    let state = iteration.initialState(point.β, memory: run.remembered(point.m), firstStep: step)
    let moment = Moment(
      step: step, state: state, iteration: iteration, isInPhaseSpace: flow.momentum > 0, poll: options.poll)
    try recorder.measure(moment, isEnd: isEnd)
  }

  /// What ends the run where it is.
  private mutating func reached(_ options: RunOptions) throws -> RunEnd? {
    guard options.isMonitored || options.stop != nil || options.stopValue != nil else { return nil }
    let (β, objective) = (point.β, flow.objective)
    if let goal = options.lossGoal, objective.value(at: β) <= goal { return .lossGoal }
    if let goal = options.gradientGoal, objective.gradient(at: β).norm() <= goal { return .gradientGoal }
    if let stop = options.stop, try stop(β, step) { return .stopped }
    guard let value = try options.stopValue?(β) else { return nil }
    defer { stopValue = value }
    if let stopValue, (stopValue < 0) != (value < 0) { return .stopped }
    return nil
  }

  private func time(ofStep step: Int) -> Double { origin + Double(step) * flow.stepSize }

  func trajectory(_ ending: RunEnd) -> Trajectory {
    var copy = self
    if copy.steps.isEmpty { copy.keep() }
    let p = flow.objective.dimension
    func matrix(_ elements: [Double]) -> Matrix { Matrix(rows: copy.steps.count, columns: p, elements: elements) }
    var made = Trajectory(
      title: run.title, objective: flow.objective, stepSize: flow.stepSize, steps: copy.steps, points: matrix(copy.points),
      memory: run.remembered(Vector(copy.momenta.suffix(p))), ending: ending, origin: origin, provenance: provenance,
      statistics: statistics)
    if flow.momentum > 0 { made.momenta = matrix(copy.momenta) }
    made.alternating = matrix(copy.alternating)
    made.recordings = recorder.recordings + (high.steps.isEmpty ? [] : [high]) + [seeds]
    return made
  }
}
