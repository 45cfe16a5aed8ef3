extension IntegrationRun {
  /// Keeps and measures what is wanted of the step last tried, and ends the run where the stopping function says so.
  mutating func record(from t: Double, to end: Double, in stretch: Stretch) throws {
    let reached = min(stretch.step(at: end), stretch.end - 1)
    var step = stretch.step(at: t)
    guard integration.options.keepsDenseOutput || next(after: step, upTo: reached) != nil else { return }
    let interpolant = stepper.interpolant()
    if integration.options.keepsDenseOutput {
      var output = dense ?? DenseOutput(interpolant, start: time(ofStep: stretch.first))
      dense = nil
      output.append(interpolant, end: statistics.time)
      dense = output
    }
    while let wanted = next(after: step, upTo: reached) {
      step = wanted
      interpolant.evaluate((stretch.time(of: step) - t) / (end - t), into: solution.start)
      if options.keeps(step) { keep(step, solution.start) }
      try observe(step, solution.start, isEnd: false)
      if try isStopped(at: step, solution.start) { return }
      if pace.isDue() { try report(step - range.lowerBound, at: solution.start) }
    }
  }

  /// The next step of η at which something is to be done, nil where that is further on.
  private func next(after step: Int, upTo reached: Int) -> Int? {
    var distance = options.distanceToKept(from: step)
    if options.stop != nil { distance = 1 }
    if !options.observers.isEmpty { distance = min(distance, recorder.next(after: step) - step) }
    return distance <= reached - step ? step + distance : nil
  }

  /// Measures what is due.
  mutating func observe(_ step: Int, _ β: UnsafePointer<Double>, isEnd: Bool) throws {
    guard let iteration = integration.measured, recorder.isDue(step, isEnd: isEnd) else { return }
    let memory = integration.remembered?(Vector(UnsafeBufferPointer(start: β, count: stepper.dimension))) ?? [:]
    let moment = Moment(
      step: step, state: iteration.initialState(shown(β), memory: memory, firstStep: step), iteration: iteration,
      isInPhaseSpace: integration.isInPhaseSpace, batches: options.batches, poll: options.poll)
    try recorder.measure(moment, isEnd: isEnd)
  }

  /// Whether the stopping function ends the run at a step of η, which is then its last.
  mutating func isStopped(at step: Int, _ β: UnsafePointer<Double>) throws -> Bool {
    guard let stop = options.stop, try stop(shown(β), step) else { return false }
    ending = .stopped
    statistics.time = time(ofStep: step)
    if steps.last != step { keep(step, β) }
    try observe(step, β, isEnd: true)
    return true
  }

  /// Whether the run ends where it begins.
  mutating func hasEnded(at step: Int) throws -> Bool {
    if let event = try search.begin(at: stepper.point) {
      ending = event.ending
      if steps.last != step { keep(step, stepper.point) }
      return true
    }
    return try isStopped(at: step, stepper.point)
  }

  /// The first event along the step last tried.
  mutating func firstEvent() throws -> (event: StopEvent, place: Double)? {
    search.isEmpty ? nil : try search.first(along: stepper.interpolant())
  }

  /// Ends the run by an event at a place of the step last tried.
  ///
  /// The solution between a step's ends has an error that the one at its end has not. So a step of the method's own is
  /// made to the place, which is corrected until the event's number is 0 to rounding there.
  mutating func end(
    by event: StopEvent, at place: Double, of step: Double, from t: Double, in stretch: Stretch
  ) throws {
    let slope = try search.slope(of: event, along: stepper.interpolant(), at: place)
    var place = place
    for _ in 0..<6 {
      _ = stepper.attempt(place * step)
      stepper.interpolant().evaluate(1, into: inside[0])
      let next = slope == 0 ? place : place - (try event.value(inside[0])) / slope
      guard next > 0, next <= 1, (next - place).magnitude > 2 * place.ulp else { break }
      place = next
    }
    let time = t + place * step
    statistics.time = self.time(ofStep: stretch.first) + time
    try record(from: t, to: time, in: stretch)
    if ending != .completed { return }
    stepper.accept()
    statistics.acceptedSteps += 1
    ending = event.ending
    let reached = stretch.step(at: time)
    let isBetween = time > stretch.time(of: reached)
    if isBetween { eventTime = statistics.time }
    let number = isBetween ? reached + 1 : reached
    if steps.last != number { keep(number, stepper.point) }
    try observe(number, stepper.point, isEnd: true)
  }

  private func shown(_ β: UnsafePointer<Double>) -> Vector {
    let point = Vector(UnsafeBufferPointer(start: β, count: stepper.dimension))
    return integration.shown?(point) ?? point
  }
}
