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
  func stepField<E: Error>(poll: () throws(E) -> Void) throws(E) -> PhaseStepField {
    if let known = derived.stepFields[0] { return known }
    headway = FieldHeadway()
    defer { headway = nil }
    let gradient = try objective.gradient(poll: poll)
    let made = try PhaseStepField(
      self, gradient: gradient, at: objective.parameters, batch: nil, derived: { headway?.derived($0) }, poll: poll)
    derived.stepFields[0] = made
    return made
  }

  /// The same on so many rows of the data.
  ///
  /// - Precondition: the objective has rows.
  private func stepField(rows: Int, poll: () throws -> Void) throws -> PhaseStepField {
    if let known = derived.stepFields[rows] { return known }
    guard let batch = try objective.batchFormula(size: rows) else { preconditionFailure("a loss that is a mean over rows") }
    headway = FieldHeadway()
    defer { headway = nil }
    let gradient = try batch.gradient(poll: poll)
    let made = try PhaseStepField(
      self, gradient: gradient, at: batch.parameters, batch: batch, derived: { headway?.derived($0) }, poll: poll)
    derived.stepFields[rows] = made
    return made
  }

  /// The fields of steps on all rows.
  func schedule<E: Error>(poll: () throws(E) -> Void) throws(E) -> PhaseSchedule {
    PhaseSchedule(coefficients, [0: try stepField(poll: poll)], batches: nil)
  }

  /// The fields of steps on mini-batches.
  ///
  /// - Precondition: the objective has rows, of which the batches can be taken.
  func schedule(_ batches: Batches, poll: () throws -> Void) throws -> PhaseSchedule {
    guard let rows = objective.rows else { preconditionFailure("a loss that is a mean over rows") }
    var fields: [Int: PhaseStepField] = [:]
    for size in batches.sizes { fields[size] = try stepField(rows: size, poll: poll) }
    return PhaseSchedule(coefficients, fields, batches: BatchSequence(batches, of: rows.count))
  }
}
