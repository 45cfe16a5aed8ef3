/// One run of an ``Integration``: stretches of steps with the same field, one after another.
///
/// A step that is tried either ends at a stretch's end or goes as far as the error lets it; the points kept along it
/// are values of the method's polynomial. Nothing is allocated but for what is kept.
struct IntegrationRun {
  let integration: Integration
  let options: RunOptions
  private let origin: Double
  private let start: Vector
  let stepper: any Stepper
  let solution: VectorStorage
  /// The end of a step, and a point inside it with the slope there.
  let inside: VectorStorage
  /// Where the step began at whose end the solution jumps; made when first wanted.
  private var stretchStart: VectorStorage?
  private var control: StepControl
  var pace = Pace()
  /// The next step to try, nil before the first.
  private var h: Double?
  /// η where h was the step.
  private var lastStepSize = 0.0
  /// The length that errors have spoken of last: the step's before, 0 where its error was rounding.
  private var lengthKnown = Double.infinity
  /// The steps of η that are to be made.
  private(set) var range = 0..<0
  /// Where the stepper is: a stretch, and the time in it.
  private var position: (stretch: Stretch, time: Double)?

  private(set) var steps: [Int] = []
  /// By kept step and element.
  private(set) var rows: [Double] = []
  var ending = RunEnd.completed
  /// Where an event between two steps of η ended it.
  var eventTime: Double?
  var statistics = IntegrationStatistics()
  var dense: DenseOutput?
  var recorder: Recorder
  var search: EventSearch

  init(_ integration: Integration, from β: Vector, origin: Double, _ options: RunOptions) {
    self.integration = integration
    self.options = options
    self.origin = origin
    start = β
    stepper = integration.method.stepper(dimension: β.count, integration.options)
    control = StepControl(
      exponent: stepper.errorExponent, roundingError: integration.options.roundingError)
    solution = VectorStorage(count: 1, dimension: β.count)
    inside = VectorStorage(count: 3, dimension: β.count)
    for (i, x) in β.enumerated() { solution.start[i] = x }
    recorder = Recorder(options.observers)
    search = EventSearch(options.events, dimension: β.count)
    stepper.move(to: solution.start)
  }

  /// Integrates over `count` steps of η, the first being number `first` + 1.
  mutating func run(from first: Int, count: Int) throws {
    range = first..<first + count
    steps.reserveCapacity(options.keptCount(of: count))
    rows.reserveCapacity(options.keptCount(of: count) * stepper.dimension)
    statistics.time = time(ofStep: first)
    if options.recording != .last { keep(first, stepper.point) }
    try observe(first, stepper.point, isEnd: true)
    if try hasEnded(at: first) { return }
    var step = first
    while step < range.upperBound, ending == .completed {
      let end = integration.schedule.nextChange(after: step) ?? range.upperBound
      let field = integration.schedule.field(ofStep: step)
      try integration.method.prepare(field, integration.options, poll: options.poll)
      let before = field.counts
      let stretch = Stretch(
        first: step, end: min(max(end, step + 1), range.upperBound),
        stepSize: integration.sizes?.value(at: step + 1) ?? integration.stepSize)
      defer { statistics.add(field.counts, since: before) }
      try follow(field, over: stretch)
      step = stretch.end
    }
    if ending.failedStep != nil {
      try keepLastReached()
      let last = Vector(rows.suffix(stepper.dimension))
      try last.elements.withUnsafeBufferPointer { try observe(steps[steps.count - 1], $0.baseAddress!, isEnd: true) }
      return
    }
    guard ending == .completed else { return }
    if steps.last != range.upperBound { keep(range.upperBound, stepper.point) }
    try report(count, at: stepper.point)
  }

  private mutating func follow(_ field: VectorField, over stretch: Stretch) throws {
    stepper.follow(field)
    rememberStart(of: stretch)
    let duration = stretch.duration
    let longest = integration.options.maxStep ?? .infinity
    let fixedStep = stepper.fixedStep.map { $0 * (stretch.stepSize / integration.stepSize) }
    var t = 0.0
    position = (stretch, t)
    guard duration > 0 else { return try finish(stretch) }
    if lastStepSize != stretch.stepSize {
      // The flow's own time goes by steps of η.
      if lastStepSize > 0, let last = self.h { self.h = last * (stretch.stepSize / lastStepSize) }
      lastStepSize = stretch.stepSize
    }
    var h = fixedStep ?? min(firstStep(field, limit: duration), longest)
    var lastError = 0.0
    while t < duration {
      let smallest = 10 * t.ulp
      if h < smallest {
        guard lastError < 1 else { return fail(stretch.step(at: t) + 1, lastError) }
        h = smallest
      }
      guard fixedStep != nil || statistics.attempts < integration.options.maxSteps else {
        ending = .tooManySteps(step: stretch.step(at: t) + 1, time: statistics.time)
        return
      }
      // A remainder of less than a hundredth of a step is not worth one.
      let isLast = t + 1.01 * h >= duration && duration - t <= longest
      let step = isLast ? duration - t : h
      lastError = stepper.attempt(step)
      if fixedStep != nil, !(lastError < 1) { return fail(stretch.step(at: t) + 1, lastError) }
      // One too long by its own error tells how long the next may be.
      if !(lastError < 1) { lengthKnown = step }
      // A step that ends where the field changes is no longer than that lets it be.
      if fixedStep == nil, lastError < 1, !isLast || stretch.end == range.upperBound {
        lastError = try inspected(step, field, error: lastError, at: stretch.step(at: t))
      }
      if lastError < 1 {
        if let (event, place) = try firstEvent() {
          return try end(by: event, at: place, of: step, from: t, in: stretch)
        }
        let end = isLast ? duration : t + step
        statistics.time = isLast ? time(ofStep: stretch.end) : time(ofStep: stretch.first) + t + step
        try record(from: t, to: end, in: stretch)
        if ending != .completed { return }
        stepper.accept()
        lengthKnown = lastError <= integration.options.roundingError ? 0 : step
        statistics.acceptedSteps += 1
        // A step cut short does not shorten those after it.
        let next = fixedStep ?? control.accepted(step, error: lastError, proposal: stepper.proposedStep)
        (t, h) = (end, min(isLast ? max(next, h) : next, longest))
        position = (stretch, t)
      } else {
        statistics.rejectedSteps += 1
        h = control.rejected(step, error: lastError)
      }
      if pace.isDue() { try report(stretch.step(at: t) - range.lowerBound, at: stepper.point) }
    }
    self.h = h
    try finish(stretch)
  }

  /// Keeps and measures what is wanted of a stretch's end, after the jump that there may be.
  private mutating func finish(_ stretch: Stretch) throws {
    if jump(atEndOf: stretch), let event = try search.passed(at: stepper.point) { ending = event.ending }
    statistics.time = time(ofStep: stretch.end)
    let isEnd = stretch.end == range.upperBound || ending != .completed
    if options.keeps(stretch.end) || isEnd { keep(stretch.end, stepper.point) }
    try observe(stretch.end, stepper.point, isEnd: isEnd)
    if !isEnd { _ = try isStopped(at: stretch.end, stepper.point) }
  }

  private mutating func rememberStart(of stretch: Stretch) {
    guard integration.schedule.hasJump(atEndOf: stretch.end - 1) else { return }
    let start = stretchStart ?? VectorStorage(count: 2, dimension: stepper.dimension)
    start[0].update(from: stepper.point, count: stepper.dimension)
    stretchStart = start
  }

  /// Makes the jump at the end of a stretch, where there is one.
  private func jump(atEndOf stretch: Stretch) -> Bool {
    guard let stretchStart, integration.schedule.hasJump(atEndOf: stretch.end - 1) else { return false }
    let point = stretchStart[1]
    point.update(from: stepper.point, count: stepper.dimension)
    integration.schedule.jump(atEndOf: stretch.end - 1, from: stretchStart[0], point)
    stepper.move(to: point)
    return true
  }

  /// The error of a step that was tried, or the first inside it that is not tolerable.
  ///
  /// A step without an error but rounding shows the field at its stages, between which anything may lie, and one after it
  /// or much longer than the one before may have its error from a mere edge of what lies there. So these are looked at
  /// inside, in places apart by 1/256 of the time since the start or 1/2048 of the run's, unless those are hardly more
  /// than the stages. The measure is the defect, h F(u) − u' for the solution u between the step's ends. What is stepped
  /// over in spite of that is narrower than the places are apart.
  ///
  /// - Complexity: some 180 evaluations for each of the last three doublings of the time, and 256 before; none where
  ///   errors keep the step as it is, or where β stays where it is, as at a minimum.
  private mutating func inspected(
    _ h: Double, _ field: VectorField, error: Double, at step: Int
  ) throws -> Double {
    let (options, n) = (integration.options, stepper.dimension)
    guard error <= options.roundingError || h > 1.25 * lengthKnown else { return error }
    // Where it has an error, so has the solution inside it, of a lower order; what was stepped over is far larger.
    let tolerable = error <= options.roundingError ? 1.0 : 1000
    let start = time(ofStep: range.lowerBound)
    // The times of steps that change are not added up for what is only a measure.
    let duration =
      integration.sizes == nil
      ? time(ofStep: range.upperBound) - start : Double(range.count) * (integration.sizes?.value(at: step + 1) ?? 0)
    let places = Int(h * min(256 / (statistics.time - start + h), 2048 / duration))
    guard places > 8 else { return error }
    let (end, β, slope) = (inside[0], inside[1], inside[2])
    let interpolant = stepper.interpolant()
    interpolant.evaluate(1, into: end)
    for i in 0..<n { β[i] = end[i] - stepper.point[i] }
    guard options.norm(β, between: stepper.point, and: end, count: n) > 1 else { return error }
    for place in 1...places {
      let θ = Double(place) / Double(places + 1)
      interpolant.evaluate(θ, into: β)
      interpolant.evaluateSlope(θ, into: slope)
      field.evaluate(at: β, into: β)
      for i in 0..<n { β[i] = h * β[i] - slope[i] }
      let defect = options.norm(β, between: stepper.point, and: end, count: n)
      guard defect < tolerable else { return defect }
      if pace.isDue() { try report(step - range.lowerBound, at: stepper.point) }
    }
    return error
  }

  private func firstStep(_ field: VectorField, limit: Double) -> Double {
    if statistics.attempts == 0, let given = integration.options.firstStep { return given }
    let known = h ?? stepper.initialStep(field, integration.options, limit: limit)
    let step = stepper.proposedStep.map { min($0, known) } ?? known
    // What is not a number is found to be so by the step.
    return step > 0 ? step : limit
  }

  private mutating func fail(_ step: Int, _ error: Double) {
    ending = error.isFinite ? .stepTooSmall(step: step, time: statistics.time) : .diverged(step: step)
  }

  /// After a failure, the last step of η before it is kept whether it was to be or not: the way there is gone again.
  private mutating func keepLastReached() throws {
    let (p, last) = (stepper.dimension, steps.last ?? range.lowerBound)
    let reached = (ending.failedStep ?? 0) - 1
    let from = steps.isEmpty ? start : Vector(rows[(steps.count - 1) * p..<steps.count * p])
    if reached > last {
      var options = RunOptions()
      options.recording = .last
      options.poll = self.options.poll
      var again = IntegrationRun(integration, from: from, origin: origin, options)
      try again.run(from: last, count: reached - last)
      if again.steps[0] > last { again.rows.withUnsafeBufferPointer { keep(again.steps[0], $0.baseAddress!) } }
    }
    keepStart()
  }

  /// Ends a run that an error has broken off at the next step of η, to which it is not far: the way to the one before is
  /// gone. Where it is, steps being short, it ends between two steps.
  mutating func endInterrupted() {
    ending = .interrupted
    guard let (stretch, t) = position else { return keepStart() }
    let next = min(stretch.step(at: t) + (t > stretch.time(of: stretch.step(at: t)) ? 1 : 0), stretch.end)
    if let last = steps.last, last >= next { return }
    var (time, h) = (t, stretch.time(of: next) - t)
    for _ in 0..<100 {
      let rest = stretch.time(of: next) - time
      guard rest > 0, h > 10 * time.ulp || h == rest else { break }
      let step = min(h, rest)
      let error = stepper.attempt(step)
      if error < 1 {
        stepper.accept()
        time = step == rest ? stretch.time(of: next) : time + step
        h = rest
      } else {
        h = control.rejected(step, error: error)
      }
    }
    if time == stretch.time(of: next) {
      if next == stretch.end { _ = jump(atEndOf: stretch) }
      keep(next, stepper.point)
      statistics.time = self.time(ofStep: next)
    } else if time > 0 || steps.isEmpty {
      keep(next, stepper.point)
      statistics.time = self.time(ofStep: stretch.first) + time
      eventTime = statistics.time
    }
  }

  private mutating func keepStart() {
    if steps.isEmpty { start.elements.withUnsafeBufferPointer { keep(range.lowerBound, $0.baseAddress!) } }
  }

  mutating func keep(_ step: Int, _ β: UnsafePointer<Double>) {
    steps.append(step)
    rows.append(contentsOf: UnsafeBufferPointer(start: β, count: stepper.dimension))
  }

  func report(_ done: Int, at β: UnsafePointer<Double>) throws {
    try options.poll()
    let dimension = stepper.dimension
    try options.progress?(
      RunProgress(done: done, all: range.count, on: integration.objective) {
        Vector(UnsafeBufferPointer(start: β, count: dimension))
      })
    if let dense { try dense.checkMemory() }
  }

  func time(ofStep step: Int) -> Double {
    origin + (integration.sizes?.sum(through: step) ?? Double(step) * integration.stepSize)
  }
}
