/// A flow's field in phase space as one formula for steps that have each their own η, µ, ν and rows of data: these are constants
/// that change.
///
/// Not for use by two threads at once.
final class PhaseStepField {
  private let field: VectorField
  private let batch: BatchFormula?
  /// The highest order that numbers are of.
  private let order: Int
  /// Whether how much of each tree there is is among the constants.
  private let hasWeights: Bool
  /// By µ and ν how much of each tree there is, at η = 1.
  private var weights: [MomentumFamily: [Double]] = [:]

  /// - Parameters:
  ///   - β: the input of `gradient` that is the point.
  ///   - batch: whose gradient it is; nil of all rows.
  ///   - carriesError: whether the flow's error flows too, behind β and m: see ``ErrorFormula``.
  ///   - derived: called with the share of the work that is done.
  ///   - poll: called now and then; what it throws ends the work.
  init<E: Error>(
    _ flow: HeavyBallFlow, gradient: Expression, at β: Expression, batch: BatchFormula?, carriesError: Bool,
    derived: (Double) -> Void, poll: () throws(E) -> Void
  ) throws(E) {
    (self.batch, order) = (batch, flow.order + (carriesError ? 1 : 0))
    hasWeights = flow.coefficients.momentum.constant == nil || flow.coefficients.lookahead.constant == nil
    let (graph, rows, p) = (β.graph, batch?.rows ?? [], flow.objective.dimension)
    var place = hasWeights ? PhaseNumbers.weightCount(order: order) : PhaseNumbers.stepSizeCount
    let constants = graph.input(.vector(place + rows.reduce(0) { $0 + $1.shape.count }))
    var gradient = gradient
    for row in rows {
      gradient = try gradient.substituting(row, with: constants.slice(from: place, row.shape), poll: poll)
      place += row.shape.count
    }
    let numbers: PhaseNumbers = hasWeights ? .steps(constants) : .stepSizes(constants, flow.method)
    let m = graph.input(β.shape), state = graph.input(.vector(2 * p))
    func formula(order: Int) throws(E) -> Expression {
      let parts = try PhaseField.expressions(
        gradient: gradient, at: β, momentum: m, with: numbers, order: order, derived: derived, poll: poll)
      return try Expression.concatenation([parts.position, parts.momentum])
        .substituting(β, with: state.slice(from: 0, β.shape), poll: poll)
        .substituting(m, with: state.slice(from: p, β.shape), poll: poll)
    }
    // The numbers of an order are the first of those of the next.
    let own = try formula(order: flow.order)
    guard carriesError else {
      derived(1)
      field = try VectorField(own, of: state, constants: constants, isFused: flow.isFused, poll: poll)
      return
    }
    let rest = try formula(order: order) - own
    derived(1)
    let both = try ErrorFormula(own, rest: rest, of: state, poll: poll)
    field = try VectorField(both.field, of: both.state, constants: constants, isFused: flow.isFused, poll: poll)
  }

  /// The field of a step, the same object each time. It is no number where η > 0, µ in [0, 1) and a finite ν do not hold: a
  /// run's later steps are not looked at before it.
  ///
  /// - Parameter rows: the batch's, counted from 0.
  func field(of method: MomentumFamily, rows: [Int]) -> VectorField {
    let η = method.stepSize
    let isRight = η > 0 && η.isFinite && (0..<1).contains(method.momentum) && method.lookahead.isFinite
    let numbers =
      if !isRight {
        Array(repeating: Double.nan, count: hasWeights ? PhaseNumbers.weightCount(order: order) : PhaseNumbers.stepSizeCount)
      } else if hasWeights {
        [η] + weights(of: method).enumerated().map { $0 < 2 ? $1 / η : $1 }
      } else {
        [η, 1 / η]
      }
    field.setConstants(numbers + (batch?.numbers(ofRows: rows) ?? []))
    return field
  }

  /// The elements of β and m, and of their errors where these flow too.
  var dimension: Int { field.dimension }

  private func weights(of method: MomentumFamily) -> [Double] {
    let key = MomentumFamily(stepSize: 1, momentum: method.momentum, lookahead: method.lookahead)
    if let known = weights[key] { return known }
    // A run goes from step to step, and seldom back.
    if weights.count >= 1024 { weights.removeAll() }
    let made = PhaseWeights.numbers(of: key, order: order)
    weights[key] = made
    return made
  }
}
