/// The flow of Theorem 2.1: its field in step k is −Σ_τ c_k(τ) η^{|τ|−1} F(τ), until the coefficients are the limit's.
///
/// One formula serves every step, with the coefficients as constants that change. Once they have settled to rounding,
/// which takes the longer the nearer µ is to 1, the flow is the limit field: a formula of its own that costs less.
///
/// Not for use by two threads at once.
final class PiecewiseField: FieldSchedule {
  private let first: PiecewiseCoefficients
  private var current: PiecewiseCoefficients
  private let limit: VectorField

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
    _ objective: Objective, stepSize: Double, momentum: Double, order: Int, limit: VectorField,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) {
    self.limit = limit
    first = try PiecewiseCoefficients(momentum: momentum, order: order, poll: poll)
    current = first
    constants = objective.graph.input(.vector(first.trees.count))
    var differentials = ElementaryDifferentials(of: objective.gradient, at: objective.parameters)
    // A tree of which all smaller ones are known costs 3 to the number of its root's children.
    let costs = first.trees.map { (0..<$0.children.count).reduce(1.0) { cost, _ in 3 * cost } }
    let all = costs.reduce(0, +)
    var done = 0.0
    for (tree, cost) in zip(first.trees, costs) {
      derived(done / all)
      try differentials.derive(tree, poll: poll)
      done += cost
    }
    derived(1)
    formula = differentials.field(first.trees, coefficients: constants, eta: stepSize)
    transient = try VectorField(
      formula, of: objective.parameters, constants: constants, isFused: limit.isFused, poll: poll)
  }

  /// c_k, nil where they are the limit's from step k on.
  func coefficients(ofStep k: Int) -> [Double]? {
    if k < current.step { current = first }
    while current.step < k, !current.isSettled { current.advance() }
    return current.isSettled ? nil : current.coefficients
  }

  func field(ofStep k: Int) -> VectorField {
    guard let coefficients = coefficients(ofStep: k) else { return limit }
    transient.setConstants(coefficients)
    return transient
  }

  func nextChange(after k: Int) -> Int? { coefficients(ofStep: k) == nil ? nil : k + 1 }
}
