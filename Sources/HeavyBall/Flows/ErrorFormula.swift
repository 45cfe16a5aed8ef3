/// The field of a flow that carries its leading error along: of x, what flows, and e behind it,
///
///     ẋ = F(x),   ė = DF(x)e − R(x),
///
/// R what the flow of the next order has beside. Where F is of order α, e is ηᵅδ with δ̇ = DF δ − f_{α+1}, f_{α+1} being
/// what stands by ηᵅ in the field: x less the method's iterate, to leading order in η.
struct ErrorFormula {
  /// x and e after each other.
  let state: Expression
  let field: Expression

  /// - Parameters:
  ///   - x: the input that F and R are formulas of.
  ///   - poll: called now and then; what it throws ends the work.
  init<E: Error>(
    _ own: Expression, rest: Expression, of x: Expression, poll: () throws(E) -> Void
  ) throws(E) {
    let n = x.shape.count
    state = x.graph.input(.vector(2 * n))
    let error = state.slice(from: n, x.shape)
    let turned = try own.derivative(withRespectTo: x, along: [error], poll: poll)
    field = try Expression.concatenation([own, turned - rest])
      .substituting(x, with: state.slice(from: 0, x.shape), poll: poll)
  }
}

extension HeavyBallFlow {
  /// The fields of the flow with its error carried along, on all rows.
  func errorSchedule<E: Error>(poll: () throws(E) -> Void) throws(E) -> any FieldSchedule {
    if hasMomentum, changes { return try schedule(carriesError: true, poll: poll) }
    let next = ofOrder(order + 1)
    if hasMomentum {
      let own = try phaseFormula(poll: poll), other = try next.phaseFormula(poll: poll)
      let rest = try other.field.substituting(other.state, with: own.state, poll: poll) - own.field
      return try ErrorFormula(own.field, rest: rest, of: own.state, poll: poll).compiled(isFused, poll: poll)
    }
    let (own, β) = (try formula(poll: poll), objective.parameters)
    // Gradient descent's alone is the limit form's from the first step on.
    if form == .piecewise, changes || momentum > 0 || lookahead != 0 {
      return try PiecewiseField(withErrorOf: self, poll: poll)
    }
    let rest = try next.formula(poll: poll) - own
    return try ErrorFormula(own, rest: rest, of: β, poll: poll).compiled(isFused, poll: poll)
  }

  /// Where the flow begins if the method begins at β, and by how much it is off there: from the point whose orbit the
  /// method settles on, in the forms that have the field for large k.
  func startWithError<E: Error>(
    from β: Vector, poll: () throws(E) -> Void
  ) throws(E) -> (point: Vector, error: Vector) {
    let settled =
      try form == .limit || form == .matched
      ? MatchedShift(objective, method, order: order + 1, poll: poll).point(from: β) : β
    let point = form == .matched ? try shift(poll: poll).point(from: β) : β
    return (point, point - settled)
  }
}

extension ErrorFormula {
  func compiled<E: Error>(_ isFused: Bool, poll: () throws(E) -> Void) throws(E) -> VectorField {
    try VectorField(field, of: state, isFused: isFused, poll: poll)
  }
}
