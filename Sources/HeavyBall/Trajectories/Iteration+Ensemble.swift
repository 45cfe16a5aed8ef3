internal import Synchronization

extension Iteration {
  /// Runs from every row of a matrix of starting points, groups of them on several threads.
  ///
  /// A member that leaves the finite numbers is marked, and the others go on. Goals and stopping functions are for
  /// single runs, and so are observers. What the options' functions do they do in the caller's thread.
  ///
  /// - Throws: what the options' functions throw; ``Memory/Shortage``.
  /// - Precondition: the rows have the objective's dimension, and there is at least one, one for each number of a
  ///   coefficient of members; there are no observers.
  public func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions = RunOptions()) throws -> Ensemble {
    precondition(starts.columns == objective.dimension && starts.rows > 0, "a row of parameters for every member")
    precondition(options.observers.isEmpty, "observers are for single runs")
    precondition(members == nil || members == starts.rows, "a starting point for every member")
    try Memory.check(rows: options.keptCount(of: steps), of: keptCount * starts.rows + 1)
    let runs = ChunkRuns(self, from: starts, steps: steps, chunkSize: chunkSize, options)
    runs.run()
    if let error = runs.error {
      if let interrupted = options.interrupted, runs.hasBegun { interrupted(.ensemble(ensemble(runs.chunks, options.batches))) }
      throw error
    }
    return ensemble(runs.chunks, options.batches)
  }

  private func ensemble(_ chunks: [Ensemble.Chunk], _ batches: Batches?) -> Ensemble {
    Ensemble(
      title: title, objective: objective, sizes: sizes, provenance: batches == nil ? provenance : .unknown,
      family: batches == nil ? family : nil, variables: variables,
      batches: batches, hasMomenta: keepsMomenta, chunks: chunks)
  }

  /// Members that are advanced together: rows long enough for the row kernels, all registers in the second-level cache.
  private var chunkSize: Int { max(8, min(NativeCode.rowLength, 65536 / max(program.elementCount, 1))) }

  /// The states before the first step, by element and member.
  fileprivate func initialState(ofRows rows: Range<Int>, of starts: Matrix) -> [Double] {
    var state: [Double] = []
    state.reserveCapacity(stateCount * rows.count)
    for j in 0..<starts.columns { state += rows.map { starts.elements[$0 * starts.columns + j] } }
    for variable in variables.dropFirst() {
      for x in variable.initial { state += repeatElement(x, count: rows.count) }
    }
    for input in inputs { state += rows.map { input.initial(firstStep: 0, member: $0) } }
    return state
  }
}

/// The runs of an ensemble's members, in groups that threads share.
///
/// Each group is one thread's from its beginning to its end. The caller's thread alone asks whether to go on, in its own
/// runs and while it waits for the others; these look whether it is to end.
private final class ChunkRuns {
  private let iteration: Iteration
  private let starts: Matrix
  private let steps: Int
  private let size: Int
  private let options: RunOptions
  /// By group; nil of those that nothing was done of. Each is written by one thread, and read when all are done.
  private let outcomes: UnsafeMutableBufferPointer<Outcome?>
  private let isEnding = Atomic<Bool>(false)
  private let finishedMembers = Atomic<Int>(0)
  private var waitingError: (any Error)?

  private struct Outcome {
    var chunk: Ensemble.Chunk?
    var error: (any Error)?
  }

  /// Another group has ended all.
  private struct Ending: Error {}

  init(_ iteration: Iteration, from starts: Matrix, steps: Int, chunkSize: Int, _ options: RunOptions) {
    (self.iteration, self.starts, self.steps, size, self.options) = (iteration, starts, steps, chunkSize, options)
    outcomes = .allocate(capacity: (starts.rows + chunkSize - 1) / chunkSize)
    outcomes.initialize(repeating: nil)
  }

  deinit {
    outcomes.deinitialize()
    outcomes.deallocate()
  }

  func run() {
    // Steps on batches are compiled on the way, in the one graph.
    let isShared = options.batches == nil && options.stop == nil && numbers >= Self.worthSharing
    Evaluation.countingSideBySide {
      Threads.run(
        parts: outcomes.count, most: isShared ? .max : 1, Unmanaged.passUnretained(self).toOpaque(),
        waiting: { context in
          guard let context else { return }
          Unmanaged<ChunkRuns>.fromOpaque(context).takeUnretainedValue().lookAround()
        },
        { context, i, thread in
          guard let context else { return }
          Unmanaged<ChunkRuns>.fromOpaque(context).takeUnretainedValue().run(i, inCallersThread: thread == 0)
        })
    }
  }

  /// How many registers' values there are to compute, about; some ten microseconds' worth is worth sharing.
  private var numbers: Double { Double(starts.rows) * Double(steps) * Double(iteration.program.elementCount) }
  private static let worthSharing = 100_000.0

  private func members(_ i: Int) -> Range<Int> { i * size..<min((i + 1) * size, starts.rows) }

  private func run(_ i: Int, inCallersThread isCallers: Bool) {
    if isEnding.load(ordering: .relaxed) { return }
    var options = options
    options.interrupted = nil
    let members = members(i)
    if isCallers {
      let (poll, progress) = (self.options.poll, self.options.progress)
      options.poll = {
        if self.isEnding.load(ordering: .relaxed) { throw Ending() }
        try poll()
      }
      options.progress = progress.map { progress in
        { try progress($0.within(self.steps, done: self.done(beside: members.count * $0.done))) }
      }
    } else {
      options.poll = { if self.isEnding.load(ordering: .relaxed) { throw Ending() } }
      options.progress = nil
    }
    var chunk: ChunkRun?
    do {
      chunk = try ChunkRun(
        iteration, initial: iteration.initialState(ofRows: members, of: starts), members: members.count, options: options)
      try chunk?.run(from: 0, count: steps)
      outcomes[i] = Outcome(chunk: chunk.map { made($0, members.count) })
      finishedMembers.add(members.count, ordering: .relaxed)
    } catch {
      isEnding.store(true, ordering: .relaxed)
      let begun = chunk.flatMap { $0.steps.isEmpty ? nil : made($0, members.count) }
      outcomes[i] = Outcome(chunk: begun, error: error is Ending ? nil : error)
    }
  }

  /// The steps of a member that would be as much work as is done.
  private func done(beside memberSteps: Int) -> Int {
    (finishedMembers.load(ordering: .relaxed) * steps + memberSteps) / starts.rows
  }

  private func lookAround() {
    guard waitingError == nil else { return }
    do {
      try options.poll()
      try options.progress?(RunProgress(done: done(beside: 0), all: steps, on: iteration.objective, at: nil))
    } catch {
      waitingError = error
      isEnding.store(true, ordering: .relaxed)
    }
  }

  /// What ended the runs, that of the first group where several ended by themselves.
  var error: (any Error)? { outcomes.lazy.compactMap { $0?.error }.first ?? waitingError }

  var hasBegun: Bool { outcomes.contains { $0?.chunk != nil } }

  /// All groups, those that nothing was done of at their beginning.
  var chunks: [Ensemble.Chunk] { outcomes.indices.map { outcomes[$0]?.chunk ?? notBegun(members($0)) } }

  private func made(_ chunk: ChunkRun, _ members: Int) -> Ensemble.Chunk {
    Ensemble.Chunk(
      members: members, steps: chunk.steps, rows: chunk.rows,
      state: Array(chunk.state.prefix(iteration.variables.reduce(0) { $0 + $1.shape.count } * members)),
      endings: chunk.divergedAt.map { step in step.map { .diverged(step: $0) } ?? chunk.ending },
      lastFinite: chunk.lastFinite)
  }

  private func notBegun(_ rows: Range<Int>) -> Ensemble.Chunk {
    let state = iteration.initialState(ofRows: rows, of: starts)
    return Ensemble.Chunk(
      members: rows.count, steps: [0], rows: Array(state.prefix(iteration.keptCount * rows.count)), state: state,
      endings: Array(repeating: .interrupted, count: rows.count))
  }
}
