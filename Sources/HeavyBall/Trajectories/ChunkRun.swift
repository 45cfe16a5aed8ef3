internal import CKernels

/// The run of one or several members side by side, in blocks of steps.
///
/// Between blocks it looks at the clock, asks whether to go on, and checks that all numbers are finite; only where
/// they are not is a block run again step by step, to find where it happened. Nothing else is done at each step, but
/// for the first ones of a method that has a ``Transient``.
struct ChunkRun {
  private let iteration: Iteration
  private var machine: Machine
  /// Until it is over.
  private var transient: Transient?
  /// Of a run on mini-batches.
  private let batches: BatchMachines?
  /// What observers see.
  private let measured: MeasuredRun
  /// Of a run whose observers want what steps compute.
  private var ahead: StepsAhead? { measured.ahead }
  private let options: RunOptions
  private let dimension: Int
  private let stateCount: Int

  private var kept: KeptPoints
  /// For each member the step that made it not finite.
  private(set) var divergedAt: [Int?]
  /// Where each of several members that diverged was last finite.
  private(set) var lastFinite: [Int: (step: Int, point: Vector)] = [:]
  private(set) var ending = RunEnd.completed
  private(set) var recorder: Recorder
  /// Whether the machine's state is that of some step of a block that is not over.
  private var isInBlock = false

  /// - Parameter initial: the state by element and member.
  /// - Throws: what the poll throws while steps on batches are compiled.
  init(_ iteration: Iteration, initial: [Double], members: Int, options: RunOptions) throws {
    self.iteration = iteration
    self.options = options
    dimension = iteration.objective.dimension
    stateCount = iteration.stateCount
    transient = iteration.transient
    precondition(transient == nil || !options.isMonitored, "goals are for methods without a transient")
    batches = try options.batches.map { try BatchMachines($0, iteration, members: members, poll: options.poll) }
    precondition(batches == nil || !options.isMonitored, "goals are for methods on all rows")
    recorder = Recorder(options.observers)
    let sharesSteps = batches == nil && recorder.sharesSteps(of: iteration)
    let watching = sharesSteps ? iteration.recorded : options.isMonitored ? iteration.monitored : iteration.program
    machine =
      batches?.machine(ofStep: 1, after: nil)
      ?? Machine(
        transient?.program ?? watching, members: members, counting: iteration.evaluation,
        perRun: iteration.evaluationsPerRun)
    kept = KeptPoints(width: iteration.keptCount * members, room: machine.program.borderCount * members)
    let ahead = sharesSteps ? StepsAhead(machine, iteration) : nil
    measured = MeasuredRun(iteration, ahead: ahead, batches: options.batches, poll: options.poll)
    precondition(
      options.observers.isEmpty || members == 1 && transient == nil, "observers are for single runs without a transient")
    divergedAt = Array(repeating: nil, count: members)
    precondition(initial.count == stateCount * members, "a state for every member")
    machine.memory.update(from: initial, count: initial.count)
  }

  /// The kept steps.
  var steps: [Int] { kept.steps }
  /// The kept points, by step, element and member.
  var rows: [Double] { kept.rows }

  /// The state by element and member.
  var state: [Double] { Array(UnsafeBufferPointer(start: machine.memory, count: stateCount * machine.members)) }

  /// Makes `count` steps, the first being number `first` + 1.
  mutating func run(from first: Int, count: Int) throws {
    reserve(from: first, count: count)
    var (step, before) = (first, state)
    do { try run(from: &step, count: count, before: &before) } catch {
      endInterrupted(at: step, before)
      throw error
    }
  }

  /// - Parameters:
  ///   - step: the number of the last step; of the last before a block that throws.
  ///   - before: the state that the last block began from.
  private mutating func run(from step: inout Int, count: Int, before: inout [Double]) throws {
    let (first, end) = (step, step + count)
    if options.recording != .last { try keep(first) }
    try observe(first, isEnd: true)
    var block = 1
    var reported = monotonicSeconds()
    while step < end {
      endTransient(at: step)
      let target = min(step + block, end, recorder.next(after: step))
      copyState(to: &before)
      isInBlock = true
      let start = target - step == block ? monotonicSeconds() : 0
      let reached = try advance(from: step, to: target, last: end)
      if polyak_rows_finite(stateCount * machine.members, machine.memory) == 0,
        try findDivergence(from: step, to: reached, state: before)
      {
        step = steps[steps.count - 1]
        isInBlock = false
        break
      }
      // One that was cut short for a measurement says little of how long a whole one takes.
      let isWhole = reached - step == block
      step = reached
      isInBlock = false
      if ending != .completed { break }
      let now = monotonicSeconds()
      if isWhole {
        let elapsed = now - start
        // The first block tells how long a step takes; polls are to come about every 20 milliseconds.
        block =
          elapsed < 0.0001
          ? block * 64
          : elapsed < 0.001
            ? block * 8
            : elapsed < 0.02
              ? block * 2
              : elapsed > 0.06 ? max(block / 2, 1) : block
      }
      if isWhole || step == end || now - reported > 0.02 {
        try options.poll()
        try options.progress?(progress(step - first, of: count))
        reported = now
      }
      try observe(step, isEnd: false)
    }
    if steps.last != step { try keep(step) }
    try observe(step, isEnd: true)
  }

  /// Ends a run that an error has broken off at the given step, the last at which its state is known.
  private mutating func endInterrupted(at step: Int, _ before: [Double]) {
    ending = .interrupted
    if isInBlock {
      machine.memory.update(from: before, count: before.count)
      kept.removeAll(after: step)
    }
    // Where memory was short there may be none for this point either: the run ends at the one before.
    if steps.last != step { try? keep(step) }
  }

  /// Runs to step `target`, or to where a goal is met, and returns the step reached.
  private mutating func advance(from first: Int, to target: Int, last: Int) throws -> Int {
    var step = first
    if options.isMonitored || options.stop != nil {
      var before = options.isMonitored ? state : []
      while step < target {
        if let stop = options.stop, try stop(point(ofMember: 0), step) {
          ending = .stopped
          return step
        }
        if options.isMonitored { copyState(to: &before) }
        try makeStep(step)
        if options.isMonitored, let goal = goalReached() {
          machine.memory.update(from: before, count: before.count)
          ending = goal
          return step
        }
        step += 1
        if options.keeps(step), step < last { try keep(step) }
      }
      return step
    }
    if batches != nil {
      while step < target {
        try makeStep(step)
        step += 1
        if options.keeps(step), step < last { try keep(step) }
      }
      return step
    }
    if let transient {
      while step < target, transient.constants(step) != nil {
        try makeStep(step)
        step += 1
        if options.keeps(step), step < last { try keep(step) }
      }
      return step
    }
    while step < target, ahead?.take(step) ?? false {
      step += 1
      if options.keeps(step), step < last { try keep(step) }
    }
    let (machine, substeps, width) = (machine, iteration.substeps, kept.width)
    while step < target {
      if let (distance, count) = keptTogether(from: step, to: min(target, last - 1)) {
        try kept.keep(count, every: distance, after: step) { points in
          machine.run(times: distance * substeps, repeats: count, copying: width, to: points)
        }
        step += count * distance
        continue
      }
      let count = min(options.distanceToKept(from: step), target - step)
      if count * substeps <= Self.uninterrupted {
        machine.run(times: count * substeps)
      } else {
        try makeSubsteps(count * substeps)
      }
      step += count
      if options.keeps(step), step < last { try keep(step) }
    }
    return step
  }

  /// Points at equal distances that can be kept together: where a step of a small loss is made and kept alone, that it is
  /// asked for takes longer than it takes.
  private func keptTogether(from step: Int, to end: Int) -> (distance: Int, count: Int)? {
    guard case .every(let distance) = options.recording, step % distance == 0,
      distance * iteration.substeps <= Self.uninterrupted
    else { return nil }
    let count = min((end - step) / distance, kept.mostTogether)
    return count > 1 ? (distance, count) : nil
  }

  /// Makes the step from the given one to the next.
  private mutating func makeStep(_ step: Int) throws {
    if ahead?.take(step) ?? false { return }
    if let batches { machine = batches.machine(ofStep: step + 1, after: machine) }
    if let constants = transient?.constants(step) { machine.load(constants, input: machine.program.inputs.count - 1) }
    if iteration.substeps <= Self.uninterrupted {
      machine.run(times: iteration.substeps)
    } else {
      try makeSubsteps(iteration.substeps)
    }
  }

  /// How often the program runs without a look at the clock, which would cost as much as a step of a small loss.
  private static let uninterrupted = 64

  /// Makes steps with nothing to do between them, in parts between which it asks whether to go on.
  private func makeSubsteps(_ count: Int) throws {
    var (done, part) = (0, Self.uninterrupted)
    while done < count {
      let start = monotonicSeconds()
      machine.run(times: min(part, count - done))
      done += part
      if monotonicSeconds() - start < 0.02 { part *= 2 } else { try options.poll() }
    }
  }

  /// Leaves the transient's program for the method's own where the step has no constants any more.
  private mutating func endTransient(at step: Int) {
    guard let transient, transient.constants(step) == nil else { return }
    let state = state
    self.transient = nil
    machine = Machine(
      iteration.program, members: machine.members, counting: iteration.evaluation, perRun: iteration.evaluationsPerRun)
    machine.memory.update(from: state, count: state.count)
  }

  /// What the monitors say of the state that the last step began from.
  private func goalReached() -> RunEnd? {
    let loss = machine.memory[stateCount]
    let squaredGradient = machine.memory[stateCount + 1]
    if let goal = options.lossGoal, loss <= goal { return .lossGoal }
    if let goal = options.gradientGoal, squaredGradient <= goal * goal { return .gradientGoal }
    return nil
  }

  /// Runs a block again to find the steps at which members ceased to be finite. A single run ends there, at its last
  /// finite state; of several the others go on.
  private mutating func findDivergence(from first: Int, to last: Int, state before: [Double]) throws -> Bool {
    let members = machine.members
    if divergedAt.indices.allSatisfy({ divergedAt[$0] != nil || isFinite(member: $0) }) { return false }
    machine.memory.update(from: before, count: before.count)
    var previous = before
    for step in first..<last {
      try makeStep(step)
      for k in 0..<members where divergedAt[k] == nil && !isFinite(member: k) {
        divergedAt[k] = step + 1
        lastFinite[k] = (step, Vector((0..<iteration.keptCount).map { previous[$0 * members + k] }))
      }
      if members == 1, divergedAt[0] != nil {
        machine.memory.update(from: previous, count: previous.count)
        kept.removeAll(after: step)
        if steps.last != step { try keep(step) }
        ending = .diverged(step: step + 1)
        return true
      }
      copyState(to: &previous)
    }
    return false
  }

  private func isFinite(member k: Int) -> Bool {
    (0..<stateCount).allSatisfy { machine.memory[$0 * machine.members + k].isFinite }
  }

  private func copyState(to copy: inout [Double]) {
    copy.withUnsafeMutableBufferPointer { $0.baseAddress!.update(from: machine.memory, count: $0.count) }
  }

  private func progress(_ done: Int, of all: Int) -> RunProgress {
    let (machine, dimension) = (machine, dimension)
    return RunProgress(
      done: done, all: all, on: iteration.objective,
      at: machine.members > 1 ? nil : { Vector(UnsafeBufferPointer(start: machine.memory, count: dimension)) })
  }

  private func point(ofMember k: Int) -> Vector {
    Vector((0..<dimension).map { machine.memory[$0 * machine.members + k] })
  }

  private mutating func keep(_ step: Int) throws(Memory.Shortage) { try kept.keep(step, machine.memory) }

  private mutating func observe(_ step: Int, isEnd: Bool) throws {
    guard recorder.isDue(step, isEnd: isEnd) else { return }
    try recorder.measure(Moment(step: step, state: state, of: measured), isEnd: isEnd)
  }

  private mutating func reserve(from first: Int, count: Int) {
    // A run that may stop early takes memory as it goes.
    guard !options.isMonitored, options.stop == nil else { return }
    kept.reserve(options.keptCount(of: count))
  }
}
