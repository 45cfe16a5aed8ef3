extension Integration {
  /// Integrates from every row of a matrix of starting points, one after another.
  ///
  /// A member that fails is marked, and the others go on. Dense output is for single runs.
  ///
  /// - Throws: what the options' functions throw; ``Memory/Shortage``.
  /// - Precondition: the rows have the objective's dimension, and there is at least one.
  public func run(fromRows starts: Matrix, steps: Int, _ options: RunOptions = RunOptions()) throws -> Ensemble {
    precondition(starts.columns == objective.dimension && starts.rows > 0, "a row of parameters for every member")
    try Memory.check(rows: options.keptCount(of: steps), of: objective.dimension * starts.rows + 1)
    var integratorOptions = self.options
    integratorOptions.keepsDenseOutput = false
    let integration = Integration(
      title: title, objective: objective, schedule: schedule, stepSize: stepSize, method: method,
      options: integratorOptions,
      models: provenance.method, order: provenance.flowOrder ?? 1)
    var options = options
    let (progress, interrupted) = (options.progress, options.interrupted)
    var part: Trajectory?
    if interrupted != nil {
      options.interrupted = { if case .run(let run) = $0 { part = run } }
    }
    var chunks: [Ensemble.Chunk] = []
    func ensemble() -> Ensemble {
      Ensemble(
        title: title, objective: objective, sizes: .constant(stepSize), provenance: provenance,
        variables: [StateVariable("beta", .vector(objective.dimension))], chunks: chunks)
    }
    for row in 0..<starts.rows {
      options.progress = progress.map { progress in
        { try progress($0.within(steps, done: (row * steps + $0.done) / starts.rows)) }
      }
      do { chunks.append(Self.member(try integration.run(from: starts.row(row), steps: steps, options))) } catch {
        if let interrupted, let part {
          chunks.append(Self.member(part))
          for row in row + 1..<starts.rows { chunks.append(Self.notBegun(starts.row(row))) }
          interrupted(.ensemble(ensemble()))
        }
        throw error
      }
    }
    return ensemble()
  }

  private static func member(_ run: Trajectory) -> Ensemble.Chunk {
    Ensemble.Chunk(
      members: 1, steps: run.steps, rows: run.points.elements, state: run.end.elements, endings: [run.ending],
      statistics: run.statistics.map { [$0] } ?? [])
  }

  /// A member that an interrupted run did not come to.
  private static func notBegun(_ start: Vector) -> Ensemble.Chunk {
    Ensemble.Chunk(
      members: 1, steps: [0], rows: start.elements, state: start.elements, endings: [.interrupted],
      statistics: [IntegrationStatistics()])
  }
}
