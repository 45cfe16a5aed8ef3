extension HeavyBallFlow {
  /// The flow with a method that makes `substeps` equal steps in each step η of heavy ball.
  public func run(_ method: any ExplicitRungeKutta.Type, substeps: Int) -> FlowRun {
    run(method, substeps: substeps) { () throws(Never) in }
  }

  /// The same; `poll` is called every few milliseconds while it is derived and compiled, and what it throws ends the work.
  public func run<E: Error>(
    _ method: any ExplicitRungeKutta.Type, substeps: Int, poll: () throws(E) -> Void
  ) throws(E) -> FlowRun {
    if changes { return try run(FixedSteps(method, step: stepSize / Double(substeps)), nil, poll: poll) }
    try prepare(poll: poll)
    return FlowRun(flow: self, runner: try iteration(method, substeps: substeps, poll: poll))
  }

  /// The flow with a method that chooses its steps.
  ///
  /// - Parameter options: those of the loss's precision where nil.
  public func run(_ method: any AdaptiveMethod, _ options: IntegratorOptions? = nil) -> FlowRun {
    run(method, options) { () throws(Never) in }
  }

  /// The same; `poll` is called every few milliseconds while it is derived and compiled, and what it throws ends the work.
  public func run<E: Error>(
    _ method: any AdaptiveMethod, _ options: IntegratorOptions?, poll: () throws(E) -> Void
  ) throws(E) -> FlowRun {
    try prepare(poll: poll)
    if hasMomentum {
      let schedule: any FieldSchedule = try changes ? self.schedule(poll: poll) : phase(poll: poll)
      return FlowRun(flow: self, runner: PhaseRun(self, schedule, method, options))
    }
    let schedule: any FieldSchedule = try form == .piecewise ? piecewise(poll: poll) : limit(poll: poll)
    var integration = Integration(
      title: title, objective: objective, schedule: schedule, stepSize: stepSize,
      method: method, options: options)
    integration.provenance = provenance
    integration.sizes = coefficients.stepSize.schedule
    return FlowRun(flow: self, runner: integration)
  }

  /// The flow with its leading error carried along, with a method that chooses its steps or ``FixedSteps``: a trajectory
  /// has ``Trajectory/errors``. To leading order in η that is what the flow's points are off from the method's iterates.
  ///
  /// What begins at a trajectory's end begins with the error that it remembers, or with none.
  ///
  /// - Parameters:
  ///   - options: those of the loss's precision where nil; the error is held to them as the points are.
  ///   - isOnBatches: whether its runs are on mini-batches and are to be given ``RunOptions/batches``.
  ///   - poll: called every few milliseconds while it is derived and compiled; what it throws ends the work.
  /// - Precondition: the field is the theorem's, and the order below the highest of its form; what is on mini-batches is in
  ///   phase space, on a loss that is a mean over rows.
  public func runWithError<E: Error>(
    _ method: any AdaptiveMethod, _ options: IntegratorOptions?, isOnBatches: Bool = false, poll: () throws(E) -> Void
  ) throws(E) -> FlowRun {
    precondition(canCarryError, "a flow that can carry its error along")
    if isOnBatches {
      precondition(form == .phase && objective.rows != nil, "a flow in phase space on a loss that is a mean over rows")
      return FlowRun(flow: self, runner: ErrorRun(self, nil, method, options))
    }
    return FlowRun(flow: self, runner: ErrorRun(self, try errorSchedule(poll: poll), method, options))
  }

  /// Whether there is a flow of the next order, to see from it by how much this one is off.
  public var canCarryError: Bool {
    let highest =
      switch form {
      case .limit: Int.max
      case .phase: Self.maximumPhaseOrder
      case .piecewise, .matched: RootedTree.maximumNodes
      }
    return special == nil && order < highest
  }

  /// The flow in phase space of steps on mini-batches, with a method that chooses its steps or ``FixedSteps``: its runs are to
  /// be given ``RunOptions/batches``. What they need is derived and compiled at a run's beginning.
  ///
  /// - Parameter options: those of the loss's precision where nil.
  /// - Precondition: the flow is in phase space, its objective a mean over rows.
  public func runOnBatches(_ method: any AdaptiveMethod, _ options: IntegratorOptions? = nil) -> FlowRun {
    precondition(form == .phase && objective.rows != nil, "a flow in phase space on a loss that is a mean over rows")
    return FlowRun(flow: self, runner: PhaseRun(self, nil, method, options))
  }

  private func iteration<E: Error>(
    _ method: any ExplicitRungeKutta.Type, substeps: Int, poll: () throws(E) -> Void
  ) throws(E) -> Iteration {
    let key = DerivedFlow.EqualSteps(method: ObjectIdentifier(method), substeps: substeps)
    if let known = derived.iterations[key] { return known }
    let h = stepSize / Double(substeps)
    let β = objective.parameters
    func step(_ field: Expression) throws(E) -> Expression {
      try method.tableau.step(β, h) { (point) throws(E) in
        point == β ? field : try field.substituting(β, with: point, poll: poll)
      }
    }
    var transient: Transient?
    if form == .piecewise {
      let piecewise = try piecewise(poll: poll)
      transient = try Transient(
        of: β, piecewise.constants, isFused: isFused, next: try step(piecewise.formula), poll: poll
      ) { k in piecewise.coefficients(ofStep: k) }
    }
    if hasMomentum {
      let iteration = try phaseIteration(method, substeps: substeps, h, poll: poll)
      derived.iterations[key] = iteration
      return iteration
    }
    let formula = try formula(poll: poll)
    let iteration = try Iteration(
      title: title, objective: objective, memory: [], sizes: .constant(stepSize), substeps: substeps,
      provenance: provenance, transient: transient,
      isFused: isFused, evaluation: .field, evaluationsPerRun: method.tableau.b.count,
      poll: poll
    ) { (_, _, _) throws(E) in (try step(formula), []) }
    derived.iterations[key] = iteration
    return iteration
  }

  private func phaseIteration<E: Error>(
    _ method: any ExplicitRungeKutta.Type, substeps: Int, _ h: Double, poll: () throws(E) -> Void
  ) throws(E) -> Iteration {
    let (formula, p) = (try phaseFormula(poll: poll), objective.dimension)
    return try Iteration(
      title: title, objective: objective, memory: [PhaseRun.momentum(dimension: p)], sizes: .constant(stepSize),
      substeps: substeps, provenance: provenance, isFused: isFused, evaluation: .field,
      evaluationsPerRun: method.tableau.b.count, keepsMomenta: true, poll: poll
    ) { (_, β, memory) throws(E) in
      let next = try method.tableau.step(.concatenation([β, memory[0]]), h) { (point) throws(E) in
        try formula.field.substituting(formula.state, with: point, poll: poll)
      }
      return (next.slice(from: 0, β.shape), [next.slice(from: p, β.shape)])
    }
  }
}
