/// What a flow has derived and compiled so far.
struct DerivedFlow {
  var formula: Expression?
  var limit: VectorField?
  var piecewise: PiecewiseField?
  var shift: MatchedShift?
  var phaseFormula: PhaseFormula?
  var phase: VectorField?
  var phaseTerms: PhaseTerms?
  /// The same flow of other orders.
  var orders: [Int: HeavyBallFlow] = [:]
  var stepFields: [StepField: PhaseStepField] = [:]
  var iterations: [EqualSteps: Iteration] = [:]

  /// The field as a formula of β and m after each other.
  typealias PhaseFormula = (state: Expression, field: Expression)

  /// What tells a flow's fields for steps that change apart.
  struct StepField: Hashable {
    /// Of a batch; 0 for all.
    let rows: Int
    let carriesError: Bool
  }

  /// What tells the iterations of a flow apart.
  struct EqualSteps: Hashable {
    let method: ObjectIdentifier
    let substeps: Int
  }
}

extension HeavyBallFlow {
  /// The limit form's F, a formula of the objective's parameters.
  public var formula: Expression { formula { () throws(Never) in } }
  /// The limit form's F, compiled.
  public var limit: VectorField { limit { () throws(Never) in } }
  var piecewise: PiecewiseField { piecewise { () throws(Never) in } }

  /// Derives and compiles what the flow computes with, which is kept: of a high order, or a loss that is a long formula, it
  /// takes long.
  ///
  /// - Parameter poll: called every few milliseconds; what it throws ends the work.
  public func prepare<E: Error>(poll: () throws(E) -> Void) throws(E) {
    if hasMomentum {
      if changes { _ = try stepField(poll: poll) } else { _ = try phase(poll: poll) }
      return
    }
    if form == .piecewise, changes {
      _ = try piecewise(poll: poll)
      return
    }
    _ = try limit(poll: poll)
    if form == .piecewise { _ = try piecewise(poll: poll) }
    if form == .matched { _ = try shift(poll: poll) }
  }

  func formula<E: Error>(poll: () throws(E) -> Void) throws(E) -> Expression {
    if let formula = derived.formula { return formula }
    let gradient = try objective.gradient(poll: poll)
    let formula: Expression
    if let special {
      formula = special.field(objective.parameters, gradient)
    } else {
      formula = try LimitField.expression(
        gradient: gradient, at: objective.parameters, of: method, order: order,
        derived: { headway?.derived($0) }, poll: poll)
      headway?.derived(1)
    }
    derived.formula = formula
    return formula
  }

  func limit<E: Error>(poll: () throws(E) -> Void) throws(E) -> VectorField {
    if let limit = derived.limit { return limit }
    headway = FieldHeadway()
    defer { headway = nil }
    let limit = try VectorField(try formula(poll: poll), of: objective.parameters, isFused: isFused, poll: poll)
    derived.limit = limit
    return limit
  }

  func piecewise<E: Error>(poll: () throws(E) -> Void) throws(E) -> PiecewiseField {
    if let piecewise = derived.piecewise { return piecewise }
    let limit = try changes ? nil : limit(poll: poll)
    headway = FieldHeadway()
    defer { headway = nil }
    let piecewise = try PiecewiseField(self, limit: limit, derived: { headway?.derived($0) }, poll: poll)
    derived.piecewise = piecewise
    return piecewise
  }

  func shift<E: Error>(poll: () throws(E) -> Void) throws(E) -> MatchedShift {
    if let shift = derived.shift { return shift }
    let shift = try MatchedShift(objective, method, order: order, poll: poll)
    derived.shift = shift
    return shift
  }
}
