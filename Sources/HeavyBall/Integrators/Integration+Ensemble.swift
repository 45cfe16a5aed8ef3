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
      options: integratorOptions)
    var options = options
    let progress = options.progress
    let chunks = try (0..<starts.rows).map { row in
      options.progress = progress.map { progress in
        { try progress($0.within(steps, done: (row * steps + $0.done) / starts.rows)) }
      }
      let run = try integration.run(from: starts.row(row), steps: steps, options)
      return Ensemble.Chunk(
        members: 1, steps: run.steps, rows: run.points.elements, state: run.end.elements, endings: [run.ending],
        statistics: run.statistics.map { [$0] } ?? [])
    }
    return Ensemble(
      title: title, objective: objective, stepSize: stepSize,
      variables: [StateVariable("beta", .vector(objective.dimension))], chunks: chunks)
  }
}
