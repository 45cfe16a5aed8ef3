extension EquationSystem {
  /// The solution from a point.
  ///
  /// One that fails is not an error: it ends before that, and ``Trajectory/ending`` says why.
  ///
  /// - Throws: what the options' functions throw; ``Memory/Shortage``.
  /// - Precondition: the point has the system's dimension; times follow each other in one direction, at least two of them
  ///   with the start. A method of equal steps has neither an event nor dense output at times of different distances.
  public func solve(
    from x: Vector, times: SolutionTimes, _ options: EquationOptions = EquationOptions()
  ) throws -> Trajectory {
    precondition(x.count == dimension, "a point of \(x.count) elements for \(dimension) equations")
    let count = times.count
    precondition(count >= 2, "a solution at \(count) times")
    try Memory.check(rows: count, of: dimension + 1)
    let values = named(options.parameters ?? initialParameters)
    func withParameters(_ solution: Trajectory) -> Trajectory {
      var solution = solution
      solution.parameters = values
      return solution
    }
    var options = options
    options.interrupted = options.interrupted.map { interrupted in { interrupted($0.mapped(withParameters) { $0 }) } }
    return withParameters(try solution(from: x, times, options))
  }

  private func solution(from x: Vector, _ times: SolutionTimes, _ options: EquationOptions) throws -> Trajectory {
    switch options.method {
    case .adaptive(let method): return try integrate(from: x, times, options, method)
    case .fixedStep(let method):
      guard options.event != nil || options.integrator?.keepsDenseOutput == true, let distance = times.distance else {
        return try EqualSteps(self, method, times, options).solution(from: x)
      }
      return try integrate(
        from: x, times, options, FixedSteps(method, step: distance.magnitude / Double(options.substeps)))
    }
  }

  /// The parameters by name.
  private func named(_ values: [Double]) -> [String: Vector] {
    var rest = values[...]
    return parameters.reduce(into: [:]) { result, parameter in
      result[parameter.name] = Vector(rest.prefix(parameter.shape.count))
      rest = rest.dropFirst(parameter.shape.count)
    }
  }

  /// By the autonomous field, whose time begins at 0.
  private func integrate(
    from x: Vector, _ times: SolutionTimes, _ options: EquationOptions, _ method: any AdaptiveMethod
  ) throws -> Trajectory {
    let eventHasTime = options.event.map { graph.reachable(from: [$0.node]).contains(time.node) } ?? false
    let hasTime = dependsOnTime || eventHasTime
    let field = try field(hasTime: hasTime, poll: options.poll)
    let constants = (options.parameters ?? initialParameters) + [times.direction]
    field.setConstants(constants)
    let shown = ShownSolution(self, times, keepsDense: options.integrator?.keepsDenseOutput ?? false)
    var integrator = options.integrator ?? IntegratorOptions(precision: precision)
    integrator.keepsDenseOutput = shown.needsDense
    let integration = Integration(
      title: name, objective: placeholder(dimension + (hasTime ? 1 : 0)), schedule: field,
      stepSize: (times.end - times.start).magnitude / Double(shown.steps), method: method, options: integrator)
    var runOptions = RunOptions()
    runOptions.poll = options.poll
    runOptions.progress = options.progress.map { progress in { try progress($0.withoutLoss) } }
    runOptions.interrupted = options.interrupted.map { interrupted in
      { if case .run(let run) = $0 { interrupted(.run(shown.trajectory(run))) } }
    }
    if let event = options.event {
      runOptions.events = [try stopEvent(event, constants, hasTime: hasTime, poll: options.poll)]
    }
    let state = Vector(hasTime ? x.elements + [times.start] : x.elements)
    return shown.trajectory(try integration.run(from: state, steps: shown.steps, runOptions))
  }

  /// An event whose number is a formula of the system's inputs.
  private func stopEvent(
    _ formula: Expression, _ values: [Double], hasTime: Bool, poll: () throws -> Void
  ) throws -> StopEvent {
    let machine = Machine(try Program(outputs: [formula], inputs: [time, point, constants], isFused: false, poll: poll))
    machine.load(values, input: 2)
    let n = dimension
    let (t, x, result) = (machine.address(ofInput: 0), machine.address(ofInput: 1), machine.address(ofOutput: 0))
    return StopEvent(.stopped, isGoal: false) { state in
      x.update(from: state, count: n)
      if hasTime { t.pointee = state[n] }
      machine.run()
      return result.pointee
    }
  }

  /// What a trajectory without a loss has in its place.
  func placeholder(_ n: Int) -> Objective {
    Objective(name: name, dimension: n) { (x) throws(Never) in x.graph.constant(0) }
  }
}

extension EquationSystem {
  /// The solutions from every row of a matrix, one after another.
  ///
  /// - Throws: as of one; what was made before an error is an ensemble of those that had begun.
  /// - Precondition: there is a row, and rows have the system's dimension.
  public func solve(
    fromRows starts: Matrix, times: SolutionTimes, _ options: EquationOptions = EquationOptions()
  ) throws -> Ensemble {
    precondition(starts.rows > 0, "a starting point for every member")
    try Memory.check(rows: times.count, of: starts.rows * (dimension + 1))
    let values = named(options.parameters ?? initialParameters)
    var memberOptions = options
    return try Ensemble.oneByOne(
      fromRows: starts, steps: times.count - 1, progress: options.progress, interrupted: options.interrupted,
      notBegun: { _, start in
        Trajectory(
          title: name, objective: placeholder(dimension), stepSize: times.distance ?? (times.end - times.start), steps: [0],
          points: Matrix(rows: 1, columns: dimension, elements: start.elements), memory: [:], ending: .interrupted,
          origin: times.start, provenance: .unknown, grid: times.all, parameters: values, hasLoss: false)
      }
    ) { _, start, progress, interrupted in
      (memberOptions.progress, memberOptions.interrupted) = (progress, interrupted)
      return try solve(from: start, times: times, memberOptions)
    }
  }
}
