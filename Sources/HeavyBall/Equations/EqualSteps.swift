internal import CKernels

/// A system solved by a method of equal steps, with nothing to do between them: one program makes a step, and runs again
/// and again.
struct EqualSteps {
  private let system: EquationSystem
  private let times: SolutionTimes
  private let grid: [Double]
  private let options: EquationOptions
  private let machine: Machine

  init(
    _ system: EquationSystem, _ method: any ExplicitRungeKutta.Type, _ times: SolutionTimes, _ options: EquationOptions
  ) throws {
    (self.system, self.times, self.options) = (system, times, options)
    grid = times.all
    machine = Machine(
      try system.program(of: method, poll: options.poll), counting: .field, perRun: method.tableau.b.count)
    machine.load((options.parameters ?? system.initialParameters) + [1], input: 2)
  }

  /// The solution from a point, which has the system's dimension.
  func solution(from x: Vector) throws -> Trajectory {
    machine.load(x, input: 0)
    let n = system.dimension
    var kept = KeptPoints(width: n, room: machine.program.borderCount)
    kept.reserve(grid.count)
    if times.keepsStart { try kept.keep(0, machine.memory) }
    var ending = RunEnd.completed
    func trajectory() -> Trajectory {
      if kept.steps.isEmpty { x.elements.withUnsafeBufferPointer { try? kept.keep(0, $0.baseAddress!) } }
      return Trajectory(
        title: system.name, objective: system.placeholder(n), stepSize: times.distance ?? (times.end - times.start),
        steps: kept.steps, points: Matrix(rows: kept.steps.count, columns: n, elements: kept.rows), memory: [:],
        ending: ending, origin: times.start, provenance: .unknown, grid: grid, hasLoss: false)
    }
    do {
      var step = 0
      if let distance = times.distance { setClock(at: times.start, distance / Double(options.substeps)) }
      var pace = Pace()
      while step < grid.count - 1 {
        let count = times.distance == nil ? 1 : part(of: grid.count - 1 - step, kept)
        if times.distance == nil { setClock(at: grid[step], (grid[step + 1] - grid[step]) / Double(options.substeps)) }
        if count > 1 {
          try kept.keep(count, every: 1, after: step) { points in
            machine.run(times: options.substeps, repeats: count, copying: n, to: points)
          }
        } else {
          try makeSubsteps()
          try kept.keep(step + 1, machine.memory)
        }
        if polyak_rows_finite(n, machine.memory) == 0 {
          ending = .diverged(step: kept.dropNonFinite() + 1)
          break
        }
        step += count
        if pace.isDue() || count > 1 { try report(step) }
      }
    } catch {
      ending = .interrupted
      options.interrupted?(.run(trajectory()))
      throw error
    }
    return trajectory()
  }

  private func setClock(at t: Double, _ h: Double) { machine.load([t, h, 0], input: 1) }

  /// How many points are made without a look at the clock: what takes some milliseconds at the most of a small system.
  private func part(of rest: Int, _ kept: KeptPoints) -> Int {
    options.substeps > 64 ? 1 : min(rest, kept.mostTogether)
  }

  /// The steps to the next point, between parts of which it asks whether to go on.
  private func makeSubsteps() throws {
    var (done, part) = (0, 64)
    while done < options.substeps {
      let start = monotonicSeconds()
      machine.run(times: min(part, options.substeps - done))
      done += part
      if monotonicSeconds() - start < 0.02 { part *= 2 } else { try options.poll() }
    }
  }

  private func report(_ done: Int) throws {
    try options.poll()
    guard let progress = options.progress else { return }
    try progress(RunProgress(done: done, all: grid.count - 1, on: system.placeholder(system.dimension), at: nil))
  }
}
