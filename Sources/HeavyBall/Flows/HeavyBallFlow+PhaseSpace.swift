extension HeavyBallFlow {
  /// The highest order in phase space: what is beyond takes long to derive of any loss.
  public static let maximumPhaseOrder = PhaseField.maximumOrder

  /// dβ/dt and dm/dt in phase space.
  ///
  /// - Precondition: it ``hasMomentum``, and m has the dimension of β.
  public func field(at β: Vector, momentum m: Vector) -> (position: Vector, momentum: Vector) {
    field(at: β, momentum: m, step: 0)
  }

  /// The same of step k, 0 the first, where η, µ or ν change.
  ///
  /// - Precondition: η > 0 in this step.
  public func field(at β: Vector, momentum m: Vector, step k: Int) -> (position: Vector, momentum: Vector) {
    precondition(hasMomentum && β.count == m.count, "a flow of beta and m")
    let own = changes ? schedule { () throws(Never) in }.field(ofStep: k) : phase { () throws(Never) in }
    let field = own.value(at: Vector(β.elements + m.elements))
    return (Vector(field[..<β.count]), Vector(field[β.count...]))
  }

  func phaseFormula<E: Error>(poll: () throws(E) -> Void) throws(E) -> DerivedFlow.PhaseFormula {
    if let formula = derived.phaseFormula { return formula }
    let (β, m) = (objective.parameters, objective.graph.input(objective.parameters.shape))
    let parts = try PhaseField.expressions(
      gradient: try objective.gradient(poll: poll), at: β, momentum: m, of: method, order: order,
      derived: { headway?.derived($0) }, poll: poll)
    headway?.derived(1)
    let state = objective.graph.input(.vector(2 * objective.dimension))
    let field = try Expression.concatenation([parts.position, parts.momentum])
      .substituting(β, with: state.slice(from: 0, β.shape), poll: poll)
      .substituting(m, with: state.slice(from: objective.dimension, m.shape), poll: poll)
    let formula = (state, field)
    derived.phaseFormula = formula
    return formula
  }

  func phase<E: Error>(poll: () throws(E) -> Void) throws(E) -> VectorField {
    if let phase = derived.phase { return phase }
    headway = FieldHeadway()
    defer { headway = nil }
    let formula = try phaseFormula(poll: poll)
    let made = try VectorField(formula.field, of: formula.state, isFused: isFused, poll: poll)
    derived.phase = made
    return made
  }

  /// The field for steps that change, on all rows.
  ///
  /// - Parameter carriesError: whether the flow's error is carried along: see ``ErrorFormula``.
  func stepField<E: Error>(carriesError: Bool = false, poll: () throws(E) -> Void) throws(E) -> PhaseStepField {
    try stepField(DerivedFlow.StepField(rows: 0, carriesError: carriesError), poll: poll) { () throws(E) in
      (try objective.gradient(poll: poll), objective.parameters, nil)
    }
  }

  private func stepField<E: Error>(
    _ key: DerivedFlow.StepField, poll: () throws(E) -> Void,
    gradient: () throws(E) -> (gradient: Expression, at: Expression, batch: BatchFormula?)
  ) throws(E) -> PhaseStepField {
    if let known = derived.stepFields[key] { return known }
    headway = FieldHeadway()
    defer { headway = nil }
    let (gradient, β, batch) = try gradient()
    let made = try PhaseStepField(
      self, gradient: gradient, at: β, batch: batch, carriesError: key.carriesError, derived: { headway?.derived($0) },
      poll: poll)
    derived.stepFields[key] = made
    return made
  }

  /// The fields of steps on all rows.
  func schedule<E: Error>(carriesError: Bool = false, poll: () throws(E) -> Void) throws(E) -> PhaseSchedule {
    let field = try stepField(carriesError: carriesError, poll: poll)
    return PhaseSchedule(coefficients, [0: field], dimension: objective.dimension, batches: nil)
  }

  /// The fields of steps on mini-batches.
  ///
  /// - Precondition: the objective has rows, of which the batches can be taken.
  func schedule(_ batches: Batches, carriesError: Bool = false, poll: () throws -> Void) throws -> PhaseSchedule {
    guard let rows = objective.rows else { preconditionFailure("a loss that is a mean over rows") }
    var fields: [Int: PhaseStepField] = [:]
    for size in batches.sizes {
      fields[size] = try stepField(DerivedFlow.StepField(rows: size, carriesError: carriesError), poll: poll) {
        guard let batch = try objective.batchFormula(size: size) else { preconditionFailure("a loss that is a mean over rows") }
        return (try batch.gradient(poll: poll), batch.parameters, batch)
      }
    }
    return PhaseSchedule(
      coefficients, fields, dimension: objective.dimension, batches: BatchSequence(batches, of: rows.count))
  }
}
