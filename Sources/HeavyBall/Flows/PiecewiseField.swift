/// The flow of Theorem 2.1: its field in step k is −Σ_τ c_k(τ) η^{|τ|−1} F(τ), until the coefficients are the limit's.
///
/// One formula serves every step, with the coefficients as constants that change. Once they have settled to rounding,
/// which takes the longer the nearer µ is to 1, the flow is the limit field: a formula of its own that costs less. Of steps
/// with η_k, µ_k and ν_k of their own they never do.
///
/// Not for use by two threads at once.
final class PiecewiseField: FieldSchedule {
  private let first: PiecewiseCoefficients
  private var current: PiecewiseCoefficients
  /// Nil where the coefficients do not settle.
  private let limit: VectorField?

  /// The coefficients as an input of the objective's graph.
  let constants: Expression

  /// The formula of the steps before the coefficients have settled.
  let formula: Expression
  private let transient: VectorField

  /// - Parameters:
  ///   - limit: the limit form's field, of the same order.
  ///   - derived: called with the share of the formula that is derived.
  ///   - poll: called now and then; what it throws ends the work.
  init<E: Error>(
    _ flow: HeavyBallFlow, limit: VectorField?, derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) {
    let objective = flow.objective
    self.limit = limit
    first = try flow.piecewiseCoefficients(order: flow.order, poll: poll)
    current = first
    constants = objective.graph.input(.vector(first.trees.count))
    var differentials = ElementaryDifferentials(of: objective.gradient, at: objective.parameters)
    try differentials.derive(first.trees, derived: derived, poll: poll)
    formula = differentials.field(first.trees, coefficients: constants, eta: flow.stepSize)
    transient = try VectorField(
      formula, of: objective.parameters, constants: constants, isFused: flow.isFused, poll: poll)
  }

  /// The same with the flow's error carried along: see ``ErrorFormula``. What the field lacks are the trees of one node more.
  ///
  /// - Parameter poll: called now and then; what it throws ends the work.
  init<E: Error>(withErrorOf flow: HeavyBallFlow, poll: () throws(E) -> Void) throws(E) {
    let (objective, β) = (flow.objective, flow.objective.parameters)
    first = try flow.piecewiseCoefficients(order: flow.order + 1, poll: poll)
    current = first
    constants = objective.graph.input(.vector(first.trees.count))
    var differentials = ElementaryDifferentials(of: objective.gradient, at: β)
    try differentials.derive(first.trees, poll: poll)
    let own = Array(first.trees.prefix { $0.nodes <= flow.order }), others = Array(first.trees.dropFirst(own.count))
    let made = try ErrorFormula(
      differentials.field(own, coefficients: constants.slice(from: 0, .vector(own.count)), eta: flow.stepSize),
      rest: differentials.field(
        others, coefficients: constants.slice(from: own.count, .vector(others.count)), eta: flow.stepSize),
      of: β, poll: poll)
    formula = made.field
    transient = try VectorField(formula, of: made.state, constants: constants, isFused: flow.isFused, poll: poll)
    limit = nil
  }

  /// c_k, nil where they are the limit's from step k on.
  func coefficients(ofStep k: Int) -> [Double]? {
    if k < current.step { current = first }
    while current.step < k, !isSettled { current.advance() }
    return isSettled ? nil : current.coefficients
  }

  private var isSettled: Bool { limit != nil && current.isSettled }

  func field(ofStep k: Int) -> VectorField {
    guard let coefficients = coefficients(ofStep: k) else { return limit ?? transient }
    transient.setConstants(coefficients)
    return transient
  }

  func nextChange(after k: Int) -> Int? {
    guard coefficients(ofStep: k) != nil else { return nil }
    // Settled ones stay, though there is no formula of theirs.
    return current.isSettled ? nil : k + 1
  }
}

extension HeavyBallFlow {
  /// Those of the first step, to begin with.
  fileprivate func piecewiseCoefficients<E: Error>(
    order: Int, poll: () throws(E) -> Void
  ) throws(E) -> PiecewiseCoefficients {
    guard changes else { return try PiecewiseCoefficients(method.numbers, order: order, poll: poll) }
    let (numbers, η) = (coefficients, stepSize)
    return try PiecewiseCoefficients(
      changing: { k in
        let own = numbers.method(inStep: k + 1)
        return (own.stepSize / η, own.momentum, own.lookahead)
      }, order: order, poll: poll)
  }
}
