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
    var integration = Integration(
      title: title, objective: objective, schedule: schedule, stepSize: stepSize, method: method,
      options: integratorOptions)
    integration.provenance = provenance
    var memberOptions = options
    return try Ensemble.oneByOne(
      fromRows: starts, steps: steps, progress: options.progress, interrupted: options.interrupted,
      notBegun: { _, start in
        Trajectory(
          title: title, objective: objective, stepSize: stepSize, steps: [0],
          points: Matrix(rows: 1, columns: start.count, elements: start.elements), memory: [:], ending: .interrupted,
          origin: 0, provenance: provenance, statistics: IntegrationStatistics())
      }
    ) { _, start, progress, interrupted in
      (memberOptions.progress, memberOptions.interrupted) = (progress, interrupted)
      return try integration.run(from: start, steps: steps, memberOptions)
    }
  }
}
